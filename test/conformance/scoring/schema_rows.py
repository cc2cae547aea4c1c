"""Scripts decorated with the package inference-schema. All of them need packages, so none runs bare."""
from table import Ask, Script, get, post, verb

_IMPORTS = """
import numpy as np
import pandas as pd
from inference_schema.parameter_types.numpy_parameter_type import NumpyParameterType
from inference_schema.parameter_types.pandas_parameter_type import PandasParameterType
from inference_schema.parameter_types.standard_py_parameter_type import StandardPythonParameterType
from inference_schema.schema_decorators import input_schema, output_schema

def init():
    pass

"""

_SWAGGERS = tuple(
    get("swagger " + version, "/swagger.json?version=" + version) for version in ("2", "3", "3.1")
)

_NUMPY = _IMPORTS + """
@input_schema("data", NumpyParameterType(np.array([[1.0, 2.0, 3.0]])))
@output_schema(NumpyParameterType(np.array([1.5])))
def run(data):
    return [type(data).__name__, str(data.dtype), list(data.shape), data.sum(axis=1).tolist()]
"""

NUMPY = Script("schema numpy", _NUMPY, (
    post("one row", '{"data": [[1, 2, 3]]}'), post("two rows", '{"data": [[1, 2, 3], [4, 5, 6]], "more": 1}'),
    post("wrong width", '{"data": [[1, 2]]}'), post("wrong rank", '{"data": [1, 2, 3]}'),
    post("wrong type", '{"data": [["a", "b", "c"]]}'), post("not a list", '{"data": 5}'),
    post("null", '{"data": null}'), post("missing", "{}"), post("empty"), post("not json", "{"),
    post("list", "[1]"), post("text", '"x"'), post("not utf-8", b'{"data": "\xff"}'),
    post("no type", '{"data": [[1, 2, 3]]}', None), post("text type", '{"data": [[1, 2, 3]]}', "text/plain"),
    post("json with charset", '{"data": [[1, 2, 3]]}', "Application/JSON; charset=utf-8"),
    post("json relative", '{"data": [[1, 2, 3]]}', "application/vnd.api+json"),
    post("other json", '{"data": [[1, 2, 3]]}', "text/json"),
    post("utf-16", '{"data": [[1, 2, 3]]}'.encode("utf-16")), post("bom", b'\xef\xbb\xbf{"data": [[1, 2, 3]]}'),
    post("nan", '{"data": [[NaN, 2, 3]]}'), post("twice", '{"data": 1, "data": [[1, 2, 3]]}'),
    get("get", "/score?data=[[1,2,3]]"), get("get without", "/score"), get("get text", "/score?data=x"),
    verb("OPTIONS"), verb("HEAD"), Ask("chunked", body=[b'{"data": ', b"[[1, 2, 3]]}"]),
) + _SWAGGERS)

_STACKED = _IMPORTS + """
frame = pd.DataFrame({"name": ["a"], "age": [3], "score": [0.5], "on": pd.to_datetime(["2024-01-02"])})

@input_schema("people", PandasParameterType(frame))
@input_schema("limit", StandardPythonParameterType(5))
@input_schema("ratio", StandardPythonParameterType(0.5), optional=True)
@output_schema(StandardPythonParameterType({"count": 1}))
def run(people, limit, ratio=0.25, request_headers=None, plain="p"):
    return {"columns": list(people.columns), "types": [str(t) for t in people.dtypes], "rows": len(people),
            "limit": limit, "ratio": ratio, "plain": plain, "header": request_headers.get("X-A")}
"""

_PERSON = '{"name": "b", "age": 4, "score": 1.5, "on": "2024-05-06"}'
STACKED = Script("schema stacked", _STACKED, (
    post("all", '{"people": [%s], "limit": 2, "ratio": 0.75, "plain": "q"}' % _PERSON, x_a="1"),
    post("defaults", '{"people": [%s], "limit": 2}' % _PERSON),
    post("null optional", '{"people": [%s], "limit": 2, "ratio": null}' % _PERSON),
    post("int for float", '{"people": [%s], "limit": 2, "ratio": 1}' % _PERSON),
    post("float for int", '{"people": [%s], "limit": 2.5}' % _PERSON),
    post("missing", '{"people": [%s]}' % _PERSON),
    post("missing column", '{"people": [{"name": "b"}], "limit": 2}'),
    post("wrong column", '{"people": [{"name": "b", "age": "x", "score": 1, "on": "2024-05-06"}], "limit": 1}'),
    post("no rows", '{"people": [], "limit": 2}'),
    get("get", "/score?limit=3&people=[%s]" % _PERSON.replace('"', "%22").replace(" ", "")),
) + _SWAGGERS)

_SPLIT = _IMPORTS + """
@input_schema("data", PandasParameterType(pd.DataFrame({"a": [1], "b": ["x"]}), orient="split",
              enforce_column_type=False, enforce_shape=False))
def run(data):
    return data.to_dict()
"""
SPLIT = Script("schema split", _SPLIT, (
    post("rows", '{"data": {"columns": ["a", "b"], "index": [0], "data": [[2, "y"]]}}'),
    post("records", '{"data": [{"a": 1, "b": "x"}]}'),
) + _SWAGGERS)

_NESTED = _IMPORTS + """
sample = StandardPythonParameterType({
    "name": StandardPythonParameterType("bob"),
    "matrix": NumpyParameterType(np.array([[1, 2]])),
    "inner": StandardPythonParameterType({"x": NumpyParameterType(np.array([1.0]))}),
})
mixed = StandardPythonParameterType([1, "two", 3.0])

@input_schema(param_name="Inputs", param_type=sample)
@input_schema(param_name="GlobalParameters", param_type=StandardPythonParameterType(1.0))
@output_schema(output_type=StandardPythonParameterType({"Results": [1.0]}))
def run(Inputs, GlobalParameters=2.0):
    return {key: type(value).__name__ for key, value in Inputs.items()}
"""
NESTED = Script("schema nested", _NESTED, (
    post("whole", '{"Inputs": {"name": "x", "matrix": [[3, 4]], "inner": {"x": [1, 2]}}, "GlobalParameters": 1.0}'),
    post("partial", '{"Inputs": {"matrix": [[3, 4]]}, "GlobalParameters": 1.0}'),
    post("unknown member", '{"Inputs": {"z": 1}, "GlobalParameters": 1.0}'),
    post("not an object", '{"Inputs": [], "GlobalParameters": 1.0}'), post("default", '{"Inputs": {}}'),
) + _SWAGGERS)

MIXED = Script("schema mixed list", _IMPORTS + """
@input_schema("data", StandardPythonParameterType([1, "two", 3.0]))
def run(data):
    return data
""", (post("list", '{"data": [1]}'),) + _SWAGGERS)

OUTPUT = Script("output schema alone", _IMPORTS + """
@output_schema(StandardPythonParameterType(True))
def run(data):
    return data
""", (post("value", '{"data": [1]}'), post("text", "x", "text/plain")) + _SWAGGERS)

TYPES = Script("schema types", _IMPORTS + """
import datetime

@input_schema("when", StandardPythonParameterType(datetime.datetime(2024, 1, 2, 3, 4)))
@input_schema("raw", StandardPythonParameterType(b"abc"))
@input_schema("flag", StandardPythonParameterType(True))
@input_schema("items", StandardPythonParameterType((1, 2)))
def run(when, raw, flag, items):
    return [str(when), raw.decode(), flag, items]
""", (
    post("all", '{"when": "2024-05-06 07:08:09", "raw": "YWJj", "flag": false, "items": [3]}'),
    post("bad date", '{"when": "never", "raw": "YWJj", "flag": false, "items": [3]}'),
    post("bad flag", '{"when": "2024-05-06", "raw": "YWJj", "flag": 1, "items": [3]}'),
) + _SWAGGERS)

BOTH = Script("schema and rawhttp", "from azureml.contrib.services.aml_request import rawhttp\n" + _IMPORTS + """
@rawhttp
@input_schema("data", StandardPythonParameterType(5))
def run(data):
    return data
""", (), bare=False, starts=False)

_OWN = Script("schema with a file", _NUMPY, _SWAGGERS, files={"swagger3.json": '{"mine": true}'})


def _installed_only(script):
    return type(script)(**dict(script.__dict__, bare=False))


ROWS = tuple(map(_installed_only, (NUMPY, STACKED, SPLIT, NESTED, MIXED, OUTPUT, TYPES, BOTH, _OWN)))
