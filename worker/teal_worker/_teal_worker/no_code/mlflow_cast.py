"""Casts of what JSON brought to the types of a signature. ValueError, in words for the client, for losses."""
import base64
import binascii

_WHOLE = {"integer": "int32", "long": "int64"}
_REAL = {"float": "float32", "double": "float64"}
_WANTED = {
    "boolean": "true or false",
    "integer": "whole numbers of 32 bits",
    "long": "whole numbers of 64 bits",
    "float": "numbers",
    "double": "numbers",
    "string": "text",
    "binary": "base64 text",
    "datetime": "ISO 8601 times",
}


def column_kind(spec):
    """The name of a column's type, or None for a type with structure, which MLflow itself reads."""
    name = getattr(spec.type, "name", None)
    return name if name in _WANTED else None


def cast_column(series, spec):
    """A column of a table in the type that the signature gives it."""
    kind = column_kind(spec)
    if kind is None:
        return series
    nulls = series.isna()
    if nulls.any() and kind not in _REAL and kind not in ("datetime", "string"):
        if getattr(spec, "required", True):
            raise ValueError("The column {!r} of input_data has a null; it takes {}.".format(spec.name, _WANTED[kind]))
        return series
    try:
        return _cast(series, kind)
    except (ValueError, TypeError, OverflowError, binascii.Error):
        raise ValueError(
            "The column {!r} of input_data has a value that does not fit: it takes {} ({}).".format(
                spec.name, _WANTED[kind], kind
            )
        ) from None


def _cast(series, kind):
    import pandas

    if kind in _REAL:
        return series.astype(_REAL[kind])
    if kind in _WHOLE:
        whole = series.astype(_WHOLE[kind])
        if not (whole == pandas.to_numeric(series)).all():
            raise ValueError("a part would be lost")
        return whole
    if kind == "boolean":
        if not series.isin([True, False]).all():
            raise ValueError("not a boolean")
        return series.astype(bool)
    if kind == "datetime":
        return pandas.to_datetime(series, utc=True).dt.tz_localize(None).astype("datetime64[ns]")
    texts = series.astype(object)
    if not all(isinstance(each, str) for each in texts[~series.isna()]):
        raise ValueError("not text")
    return texts if kind == "string" else texts.map(lambda text: base64.b64decode(text, validate=True))


def cast_array(value, spec, name):
    """A nested list as an array, in the type of `spec` if there is one."""
    import numpy

    try:
        array = numpy.asarray(value)
    except ValueError:
        raise ValueError("{} is not an array: its lists differ in length.".format(name)) from None
    wanted = getattr(spec, "type", None)
    if not isinstance(wanted, numpy.dtype):
        return array
    if wanted.kind == "b" and array.dtype.kind != "b":
        raise ValueError("{} takes true and false.".format(name))
    try:
        cast = array.astype(wanted)
    except (ValueError, TypeError, OverflowError):
        raise ValueError("{} has a value that does not fit: it takes {}.".format(name, wanted)) from None
    if wanted.kind in "iu" and array.dtype.kind in "iuf" and not (cast == array).all():
        raise ValueError("{} has a value that does not fit: it takes {}.".format(name, wanted))
    return cast
