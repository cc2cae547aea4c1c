"""What a model returned, in terms that JSON has."""
import base64
import datetime
import decimal
import sys


def jsonable(value):
    """`value` as lists, dicts, text, numbers and null. Tables become lists of records, arrays nested lists, times
    ISO 8601, bytes base64; NaN stays NaN, which is how scoring answers have always shown it."""
    if value is None or isinstance(value, (str, bool, int, float)):
        return _plain(value)
    if isinstance(value, dict):
        return {_key(key): jsonable(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [jsonable(each) for each in value]
    for known in (_of_pandas, _of_numpy, _of_models, _of_library):
        found = known(value)
        if found is not _UNKNOWN:
            return found
    raise TypeError("An object of the type {} cannot be shown as JSON.".format(type(value).__name__))


_UNKNOWN = object()


def _plain(value):
    # Subclasses of the plain types (numpy's float64 and str_) are not JSON's business.
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)
    return value


def _key(key):
    shown = jsonable(key) if not isinstance(key, tuple) else str(key)
    return shown if isinstance(shown, str) else _key_text(shown)


def _key_text(key):
    return {True: "true", False: "false", None: "null"}[key] if key is None or isinstance(key, bool) else str(key)


def _of_pandas(value):
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return _UNKNOWN
    if isinstance(value, pandas.DataFrame):
        return [jsonable(record) for record in value.to_dict(orient="records")]
    if isinstance(value, pandas.Series):
        return _of_pandas(pandas.DataFrame(value))
    if isinstance(value, pandas.Index):
        return jsonable(list(value))
    if value is pandas.NaT or value is getattr(pandas, "NA", pandas.NaT):
        return None
    if isinstance(value, pandas.Timedelta):
        return value.isoformat()
    return _UNKNOWN


def _of_numpy(value):
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return _UNKNOWN
    if isinstance(value, numpy.ndarray):
        if value.dtype.kind in "biufU":
            return value.tolist()
        if value.dtype.kind in "mM":
            return jsonable(value.astype(object).tolist() if value.dtype.str[4:] != "[ns]" else _times(numpy, value))
        return jsonable(value.tolist())
    if isinstance(value, (numpy.datetime64, numpy.timedelta64)):
        return None if numpy.isnat(value) else str(value)
    if isinstance(value, numpy.generic):
        return jsonable(value.item())
    return _UNKNOWN


def _times(numpy, value):
    # Nanoseconds have no counterpart in the standard library: tolist() would show them as whole numbers.
    shown = numpy.where(numpy.isnat(value), None, value.astype(str).astype(object))
    return shown.tolist()


def _of_models(value):
    if hasattr(value, "toarray"):  # scipy's sparse matrices
        return jsonable(value.toarray())
    if hasattr(value, "model_dump"):  # pydantic
        return jsonable(value.model_dump())
    return _UNKNOWN


def _of_library(value):
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return base64.b64encode(bytes(value)).decode("ascii")
    return _UNKNOWN
