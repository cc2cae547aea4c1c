"""What a graph gave, as the answer in the form of the request."""


def named_answer(graph, found, _asked):
    """`{"outputs": {name: nested list}}`."""
    return {"outputs": {name: _value(name, value) for name, value in found.items()}}


def tensor_answer(graph, found, asked):
    """The answer of the open inference protocol, version 2. Maps become the matrix of their values, with their keys
    as a parameter: a tensor is all that the protocol has."""
    answer = {"model_name": graph.name, "model_version": "1"}
    if asked.id is not None:
        answer["id"] = asked.id
    answer["outputs"] = [_tensor(graph.outputs[name], value) for name, value in found.items()]
    return answer


def _value(name, value):
    if value is None:
        return None
    if hasattr(value, "dtype"):
        return _nested(name, value)
    if isinstance(value, dict):
        return {str(key): _value(name, each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_value(name, each) for each in value]
    return _number(value) if isinstance(value, float) else value


def _nested(name, array):
    import numpy

    if array.dtype.kind == "f" and not numpy.isfinite(array).all():
        flat = numpy.empty(array.size, dtype=object)
        flat[:] = [_number(each) for each in array.ravel().tolist()]
        return flat.reshape(array.shape).tolist()
    if array.dtype.kind not in "biufOU":
        raise TypeError("The output {!r} has the type {}, which JSON cannot show.".format(name, array.dtype))
    return array.tolist()


def _number(value):
    """A number, or what stands for one that JSON does not have."""
    if value != value:
        return None
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def _tensor(port, value):
    import numpy

    parameters = None
    if isinstance(value, dict):
        value = [value]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        keys = list(value[0])
        parameters = {"keys": keys}
        value = numpy.array([[each[key] for key in keys] for each in value], dtype="float32")
    elif not hasattr(value, "dtype"):
        value = numpy.array(value)
    datatype = port.datatype if port.element is not None else _datatype(value)
    tensor = {
        "name": port.name,
        "shape": list(value.shape),
        "datatype": datatype,
        "data": _nested(port.name, value.ravel()),
    }
    return dict(tensor, parameters=parameters) if parameters else tensor


def _datatype(array):
    kind, bits = array.dtype.kind, array.dtype.itemsize * 8
    return {"b": "BOOL", "i": "INT{}", "u": "UINT{}", "f": "FP{}"}.get(kind, "BYTES").format(bits)
