"""A request as the feeds of a graph. ValueError, in words for the client, for what does not fit."""
from .onnx_tensor import element_count, flat_tensor, nested_tensor

_MEMBERS = frozenset(("name", "shape", "datatype", "data", "parameters"))


class Asked:
    """What a run is given, which outputs it is asked for, and the form of the answer."""

    def __init__(self, feeds, outputs, as_tensors, id):
        self.feeds = feeds
        self.outputs = outputs
        self.as_tensors = as_tensors
        self.id = id


def read_request(graph, inputs, input_data, outputs, id):
    """The members of the request body, read."""
    if (inputs is None) == (input_data is None):
        raise ValueError(
            "The request needs one of the members inputs and input_data; the inputs of this model are: {}."
            .format(_listed(graph.inputs.values()))
        )
    if id is not None and not isinstance(id, str):
        raise ValueError("The member id must be text.")
    as_tensors = isinstance(inputs, list) and bool(inputs) and all(_is_tensor(each) for each in inputs)
    if as_tensors:
        feeds = _tensors(graph, inputs)
    elif isinstance(inputs, dict) or isinstance(input_data, dict):
        feeds = _named(graph, inputs if input_data is None else input_data)
    else:
        feeds = _single(graph, inputs if input_data is None else input_data)
    missing = [name for name, port in graph.inputs.items() if port.required and name not in feeds]
    if missing:
        raise ValueError("The input {!r} is missing; it is {}.".format(missing[0], graph.inputs[missing[0]]))
    return Asked(feeds, _outputs(graph, outputs), as_tensors, id)


def _is_tensor(value):
    return isinstance(value, dict) and "name" in value


def _named(graph, values):
    return {name: nested_tensor(_port(graph, name), value) for name, value in values.items()}


def _single(graph, value):
    required = [port for port in graph.inputs.values() if port.required]
    if len(required) != 1:
        raise ValueError(
            "A value without a name is for models with one input; this one has {}: {}."
            .format(len(required), _listed(required))
        )
    return {required[0].name: nested_tensor(required[0], value)}


def _tensors(graph, tensors):
    feeds = {}
    for tensor in tensors:
        port = _port(graph, tensor["name"])
        if port.name in feeds:
            raise ValueError("The input {!r} is there twice.".format(port.name))
        feeds[port.name] = _tensor(port, tensor)
    return feeds


def _tensor(port, tensor):
    unknown = sorted(set(tensor) - _MEMBERS)
    if unknown:
        raise ValueError("The input {!r} has the unknown member {!r}.".format(port.name, unknown[0]))
    for member in ("shape", "datatype", "data"):
        if member not in tensor:
            raise ValueError("The input {!r} lacks the member {!r}.".format(port.name, member))
    if tensor["datatype"] != port.datatype:
        raise ValueError(
            "The datatype of the input {!r} is {}, but it must be {}."
            .format(port.name, tensor["datatype"], port.datatype)
        )
    shape = tensor["shape"]
    if not isinstance(shape, list) or not all(type(size) is int and size >= 0 for size in shape):
        raise ValueError("The shape of the input {!r} must be a list of whole numbers.".format(port.name))
    data = tensor["data"]
    if isinstance(data, list) and not any(isinstance(each, list) for each in data):
        if len(data) != element_count(shape):
            raise ValueError(
                "The input {!r} has {} values, but its shape {} calls for {}."
                .format(port.name, len(data), shape, element_count(shape))
            )
        return flat_tensor(port, data, shape)
    array = nested_tensor(port, data)
    if list(array.shape) != shape:
        raise ValueError(
            "The data of the input {!r} has the shape {}, not {}.".format(port.name, list(array.shape), shape)
        )
    return array


def _port(graph, name):
    if not isinstance(name, str) or name not in graph.inputs:
        raise ValueError(
            "The model has no input {!r}; its inputs are: {}.".format(name, _listed(graph.inputs.values()))
        )
    return graph.inputs[name]


def _outputs(graph, wanted):
    if wanted is None:
        return list(graph.outputs)
    if not isinstance(wanted, list) or not wanted:
        raise ValueError("The member outputs must be a list of names of outputs.")
    names = [each.get("name") if isinstance(each, dict) else each for each in wanted]
    for name in names:
        if not isinstance(name, str) or name not in graph.outputs:
            known = ", ".join(repr(each) for each in graph.outputs)
            raise ValueError("The model has no output {!r}; its outputs are: {}.".format(name, known))
    return list(dict.fromkeys(names))


def _listed(ports):
    return ", ".join(str(port) for port in ports)
