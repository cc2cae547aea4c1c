"""The schemas that swagger shows for an MLflow model: from its signature, and from its example if it has one.

The words in `format` are those of the package inference-schema, which clients of Azure know.
"""
import json
import os

_COLUMN = {
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer", "format": "int32"},
    "long": {"type": "integer", "format": "int64"},
    "float": {"type": "number", "format": "float"},
    "double": {"type": "number", "format": "double"},
    "string": {"type": "string"},
    "binary": {"type": "string", "format": "byte"},
    "datetime": {"type": "string", "format": "date-time"},
}
_SAMPLE = {"boolean": True, "integer": 0, "long": 0, "float": 0.0, "double": 0.0, "string": "", "binary": "",
           "datetime": "2000-01-01T00:00:00"}
_UNKNOWN = {"type": "object", "example": {}}


def describe_model(metadata, folder):
    """The schemas of the request body and of the answer."""
    signature = metadata.signature
    data, params = _example(metadata, folder)
    taken = _specs(signature, "inputs")
    shape = _input(taken) if taken else dict(_UNKNOWN)
    if data is not None:
        shape["example"] = data
    members, example = {"input_data": shape}, {"input_data": shape.get("example", {})}
    declared = getattr(signature, "params", None)
    if declared:
        members["params"] = _params(declared.params)
        example["params"] = params or members["params"]["example"]
    body = {"type": "object", "properties": members, "required": ["input_data"], "example": example}
    given = _specs(signature, "outputs")
    return body, _output(given) if given else dict(_UNKNOWN)


def _specs(signature, side):
    schema = getattr(signature, side, None)
    return list(schema.inputs) if schema else []


def _is_tensor(spec):
    return hasattr(spec, "shape")


def _input(specs):
    if _is_tensor(specs[0]):
        return _tensors(specs)
    if specs[0].name is None:
        items = [_column(spec) for spec in specs]
        return {"type": "array", "items": items[0], "example": [_sample(spec) for spec in specs]}
    names = [spec.name for spec in specs]
    row = {"type": "array", "items": _common([_column(spec) for spec in specs])}
    return {
        "type": "object",
        "properties": {
            "columns": {"type": "array", "items": {"type": "string", "enum": names}},
            "index": {"type": "array", "items": {"type": "integer"}},
            "data": {"type": "array", "items": row},
        },
        "required": ["columns", "data"],
        "example": {"columns": names, "index": [0], "data": [[_sample(spec) for spec in specs]]},
        "format": "pandas.DataFrame:split",
    }


def _output(specs):
    if _is_tensor(specs[0]):
        return _tensors(specs)
    if specs[0].name is None:
        return {"type": "array", "items": _column(specs[0]), "example": [_sample(specs[0])]}
    properties = {spec.name: _column(spec) for spec in specs}
    return {
        "type": "array",
        "items": {"type": "object", "properties": properties},
        "example": [{spec.name: _sample(spec) for spec in specs}],
        "format": "pandas.DataFrame:records",
    }


def _tensors(specs):
    if specs[0].name is None:
        return _tensor(specs[0])
    members = {spec.name: _tensor(spec) for spec in specs}
    return {
        "type": "object",
        "properties": members,
        "required": list(members),
        "example": {name: member["example"] for name, member in members.items()},
    }


def _tensor(spec):
    kind = spec.type.kind
    leaf = {"type": {"b": "boolean", "i": "integer", "u": "integer", "f": "number"}.get(kind, "string")}
    example = {"boolean": True, "integer": 0, "number": 0.0, "string": ""}[leaf["type"]]
    schema = leaf
    for size in reversed(spec.shape):
        schema = {"type": "array", "items": schema}
        # One element stands for a dimension of any length, or of a length nobody wants to read.
        example = [example] * (size if 0 < size <= 16 else 1)
    return dict(schema, example=example, format="numpy.ndarray")


def _params(specs):
    properties = {}
    for spec in specs:
        leaf = dict(_COLUMN.get(getattr(spec.dtype, "name", ""), {}))
        shape = {"type": "array", "items": leaf} if getattr(spec, "shape", None) else leaf
        properties[spec.name] = dict(shape, default=_plain(spec.default))
    example = {name: each["default"] for name, each in properties.items()}
    return {"type": "object", "properties": properties, "example": example}


def _plain(value):
    from .jsonable import jsonable

    return jsonable(value)


def _column(spec):
    return dict(_COLUMN.get(getattr(spec.type, "name", ""), {"type": "object"}))


def _sample(spec):
    return _SAMPLE.get(getattr(spec.type, "name", ""), {})


def _common(columns):
    return columns[0] if all(column == columns[0] for column in columns) else {}


def _example(metadata, folder):
    """What the model was saved with as an example: input_data and params, or None for either."""
    about = metadata.saved_input_example_info or {}
    try:
        with open(os.path.join(folder, about["artifact_path"]), encoding="utf-8") as file:
            saved = json.load(file)
    except (KeyError, OSError, ValueError):
        return None, None
    if isinstance(saved, dict) and "inputs" in saved and not set(saved) - {"inputs", "params"}:
        return saved["inputs"], saved.get("params")
    return saved, None
