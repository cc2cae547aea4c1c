"""The schemas that swagger shows for an ONNX model, from its graph."""

_LEAVES = {
    "FP16": {"type": "number"},
    "FP32": {"type": "number", "format": "float"},
    "FP64": {"type": "number", "format": "double"},
    "INT32": {"type": "integer", "format": "int32"},
    "INT64": {"type": "integer", "format": "int64"},
    "BOOL": {"type": "boolean"},
    "BYTES": {"type": "string"},
}
_SAMPLES = {"number": 0.0, "integer": 0, "boolean": False, "string": ""}
# Examples of images and the like would fill pages.
_EXAMPLE_LIMIT = 256


def describe_graph(graph):
    """The schemas of the request body and of the answer. The description of each input and output names its
    element type and dimensions."""
    inputs = {name: _shape(port) for name, port in graph.inputs.items()}
    required = [name for name, port in graph.inputs.items() if port.required]
    named = {"type": "object", "properties": inputs}
    if required:
        named["required"] = required
    example = {name: _example(graph.inputs[name]) for name in required}
    body = {
        "type": "object",
        "properties": {
            "inputs": named,
            "outputs": {
                "type": "array",
                "items": {"type": "string", "enum": list(graph.outputs)},
                "description": "The outputs that are wanted, if not all.",
            },
        },
        "required": ["inputs"],
        "example": {"inputs": example},
    }
    answer = {
        "type": "object",
        "properties": {
            "outputs": {
                "type": "object",
                "properties": {name: _shape(port) for name, port in graph.outputs.items()},
            }
        },
        "example": {"outputs": {name: _example(port) for name, port in graph.outputs.items()}},
    }
    return body, answer


def _shape(port):
    if port.element is None:
        return dict(_structure(port.kind), description=port.kind)
    schema = _leaf(port)
    for size in reversed(port.dims):
        schema = {"type": "array", "items": schema}
        if isinstance(size, int):
            schema["minItems"] = schema["maxItems"] = size
    return dict(schema, description="{} {}".format(port.element, port.shape_text))


def _leaf(port):
    return dict(_LEAVES.get(port.datatype, {"type": "integer"}))


def _structure(kind):
    if kind.startswith("seq(map("):
        return {"type": "array", "items": {"type": "object"}}
    return {"type": "array", "items": {}} if kind.startswith("seq(") else {"type": "object"}


def _example(port):
    if port.element is None:
        return {} if port.kind.startswith("map(") else []
    sizes = [size if isinstance(size, int) else 1 for size in port.dims]
    count = 1
    for size in sizes:
        count *= size
    example = _SAMPLES[_leaf(port)["type"]]
    for size in reversed(sizes if count <= _EXAMPLE_LIMIT else [1] * len(sizes)):
        example = [example] * size
    return example
