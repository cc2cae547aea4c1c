"""The inputs and outputs of a graph: their names, element types and dimensions."""
import re

from ..failures import BAD_ARGUMENT, StartFailure

_TENSOR = re.compile(r"tensor\((\w+)\)")
# The element types that JSON can carry: numpy's name, and the name in the open inference protocol.
_TYPES = {
    "float": ("float32", "FP32"),
    "double": ("float64", "FP64"),
    "float16": ("float16", "FP16"),
    "int8": ("int8", "INT8"),
    "int16": ("int16", "INT16"),
    "int32": ("int32", "INT32"),
    "int64": ("int64", "INT64"),
    "uint8": ("uint8", "UINT8"),
    "uint16": ("uint16", "UINT16"),
    "uint32": ("uint32", "UINT32"),
    "uint64": ("uint64", "UINT64"),
    "bool": ("bool", "BOOL"),
    "string": ("object", "BYTES"),
}


class Port:
    """One input or output. `dims` holds numbers, names for those that are open, None for nameless ones; it is
    empty for a scalar and where the graph is silent. `element` is None for what is no tensor."""

    def __init__(self, argument, required=True):
        self.name = argument.name
        self.kind = argument.type
        found = _TENSOR.fullmatch(argument.type)
        self.element = found.group(1) if found and found.group(1) in _TYPES else None
        self.dims = [_dimension(size) for size in argument.shape or []]
        self.required = required

    @property
    def dtype(self):
        """Numpy's name of the element type."""
        return _TYPES[self.element][0]

    @property
    def datatype(self):
        """The protocol's name of the element type."""
        return _TYPES[self.element][1]

    @property
    def shape_text(self):
        """The dimensions for people: [batch, 3, ?]."""
        return "[{}]".format(", ".join("?" if size is None else str(size) for size in self.dims))

    def __str__(self):
        return "{} {}{}".format(self.name, self.element or self.kind, self.shape_text if self.element else "")


class Graph:
    """The inputs and outputs by name, in the graph's order."""

    def __init__(self, name, inputs, outputs):
        self.name = name
        self.inputs = inputs
        self.outputs = outputs


def read_graph(session, name):
    """The graph of a session; StartFailure when no JSON request could serve it."""
    inputs = [Port(each) for each in session.get_inputs()]
    # Inputs with a value of their own in the graph need not be sent.
    inputs += [Port(each, required=False) for each in session.get_overridable_initializers()]
    for port in inputs:
        if port.element is None and port.required:
            message = "The input {!r} of the ONNX model has the type {}, which a JSON request cannot carry."
            raise StartFailure(BAD_ARGUMENT, message.format(port.name, port.kind))
    ports = {port.name: port for port in inputs if port.element is not None}
    return Graph(name, ports, {each.name: Port(each) for each in session.get_outputs()})


def disagreement(graph, feeds):
    """What is wrong with inputs whose dimensions of one name differ in size; None if they agree."""
    seen = {}
    for name, array in feeds.items():
        for symbol, size in zip(graph.inputs[name].dims, array.shape):
            if not isinstance(symbol, str):
                continue
            other, before = seen.setdefault(symbol, (name, size))
            if before != size:
                return "The dimension {!r} is {} in the input {!r}, but {} in {!r}; it must be the same.".format(
                    symbol, before, other, size, name
                )
    return None


def _dimension(size):
    if isinstance(size, str):
        return size or None
    return size if isinstance(size, int) and size >= 0 else None
