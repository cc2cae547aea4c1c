"""JSON values as arrays of the type and shape of an input. ValueError, in words for the client, for losses."""
import math

_NO_NUMBERS = {None: math.nan, "NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


def element_count(shape):
    """How many elements an array of this shape has."""
    count = 1
    for size in shape:
        count *= size
    return count


def nested_tensor(port, value):
    """A nested list (or a single value for a scalar) for this input."""
    import numpy

    array = _array(numpy, port, value)
    if array.size == 0 and array.ndim < len(port.dims):
        # JSON cannot tell [0, 3] from [0].
        array = array.reshape(array.shape + tuple(_open_size(size) for size in port.dims[array.ndim:]))
    _check_shape(port, array.shape)
    return _cast(numpy, port, array)


def flat_tensor(port, values, shape):
    """A flat list in row-major order for this input."""
    import numpy

    _check_shape(port, shape)
    return _cast(numpy, port, _array(numpy, port, values)).reshape(shape)


def _array(numpy, port, value):
    """The value as numpy reads it; leaves that are no plain numbers make it an array of objects."""
    if port.element != "string":
        try:
            array = numpy.array(value)
        except (ValueError, OverflowError):
            array = None
        if array is not None and array.dtype.kind in "biuf":
            return array
    return _objects(numpy, port, value)


def _objects(numpy, port, value):
    shape, level = [], [value]
    while any(isinstance(each, list) for each in level):
        lengths = {len(each) if isinstance(each, list) else -1 for each in level}
        if len(lengths) != 1:
            raise ValueError("The lists of the input {!r} differ in length or depth.".format(port.name))
        shape.append(lengths.pop())
        level = [leaf for each in level for leaf in each]
    array = numpy.empty(len(level), dtype=object)
    array[:] = level
    return array.reshape(shape)


def _check_shape(port, shape):
    if not port.dims:
        return  # a scalar, or the graph does not say; the runtime knows
    fits = len(shape) == len(port.dims) and all(
        not isinstance(wanted, int) or wanted == size for wanted, size in zip(port.dims, shape)
    )
    if not fits:
        raise ValueError(
            "The shape of the input {!r} is {}, but it must be {}.".format(port.name, list(shape), port.shape_text)
        )


def _cast(numpy, port, array):
    wanted = numpy.dtype(port.dtype)
    if port.element == "string":
        _check_leaves(port, array, lambda leaf: isinstance(leaf, str), "text")
        return array
    if port.element == "bool":
        if array.dtype.kind != "b" and array.size:
            raise _wrong(port, "true and false", _first(array))
        return array.astype(wanted)
    if wanted.kind == "f":
        return _reals(numpy, port, array, wanted)
    return _wholes(numpy, port, array, wanted)


def _reals(numpy, port, array, wanted):
    if array.dtype.kind == "O":
        _check_leaves(port, array, _is_real, "numbers")
        leaves = [_NO_NUMBERS[leaf] if leaf is None or isinstance(leaf, str) else leaf for leaf in array.ravel()]
        try:
            array = numpy.array(leaves, dtype="float64").reshape(array.shape)
        except OverflowError:
            raise _wrong(port, "numbers that fit", max(leaves, key=abs)) from None
    with numpy.errstate(over="ignore"):
        cast = array.astype(wanted)
    lost = numpy.isinf(cast) & ~numpy.isinf(array.astype("float64"))
    if lost.any():
        raise _wrong(port, "numbers that fit", _first(array[lost]))
    return cast


def _wholes(numpy, port, array, wanted):
    limits = numpy.iinfo(wanted)
    if array.dtype.kind == "O":
        _check_leaves(port, array, lambda leaf: isinstance(leaf, int), "whole numbers")
    if array.dtype.kind == "f":
        parts = array != numpy.floor(array)
        if parts.any():
            raise _wrong(port, "whole numbers", _first(array[parts]))
    outside = (array < limits.min) | (array > limits.max)
    if outside.any():
        raise _wrong(port, "whole numbers from {} to {}".format(limits.min, limits.max), _first(array[outside]))
    return array.astype(wanted)


def _is_real(leaf):
    return leaf is None or isinstance(leaf, (int, float)) or (isinstance(leaf, str) and leaf in _NO_NUMBERS)


def _check_leaves(port, array, fits, wanted):
    for leaf in array.ravel():
        if not fits(leaf):
            raise _wrong(port, wanted, leaf)


def _wrong(port, wanted, leaf):
    return ValueError("The input {!r} ({}) takes {}, not {!r}.".format(port.name, port.element, wanted, leaf))


def _first(array):
    leaf = array.ravel()[0]
    return leaf.item() if hasattr(leaf, "item") else leaf


def _open_size(size):
    return size if isinstance(size, int) else 0
