"""Scripts without a decorator."""
from table import Ask, Script, get, post, verb

_ECHO = """
def init():
    pass

def run(raw_data):
    return raw_data
"""

_SWAGGERS = tuple(
    get("swagger " + version, "/swagger.json?version=" + version)
    for version in ("2", "2.0", "3", "3.0", "3.1", "4", "", "2&version=3")
) + (get("swagger", "/swagger.json"),)

ECHO = Script("echo", _ECHO, (
    post("text", '{"a": "caf\u00e9"}'),
    post("no type", b"x", None),
    post("other type", b"x", "image/png"),
    post("form type", b"a=1", "application/x-www-form-urlencoded"),
    post("multipart type", b"a=1", "multipart/form-data; boundary=b"),
    post("empty"),
    post("not utf-8", b"\xff\xfe"),
    Ask("chunked", body=[b"one ", b"two"]),
    get("query", "/score?a=1&b=x&c=%5B1%2C2%5D&b=true&d=&e"),
    get("query without pairs", "/score?&&=3&x=%ff"),
    get("bare"),
    post("ids", b"x", x_request_id="r", x_ms_client_request_id="c", TraceId="t"),
    post("old id", b"x", x_ms_request_id="old"),
    post("both ids", b"x", x_ms_request_id="old", x_ms_client_request_id="new"),
    post("empty ids", b"x", x_request_id="", x_ms_client_request_id="", TraceId=""),
    post("id of 100", b"x", x_request_id="i" * 100),
    post("id of 101", b"x", x_request_id="i" * 101, TraceId="t"),
    post("client id of 101", b"x", x_request_id="r", x_ms_client_request_id="i" * 101),
    post("large", b"x" * (3 << 20)),
    get("long target", "/score?x=" + "a" * 5000),
    post("long header", b"x", x_long="a" * 9000),
    Ask("many headers", headers={"X-{}".format(n): "v" for n in range(150)}, body=b"x"),
    Ask("expectation", headers={"Expect": "100-continue"}, body=b"x"),
    verb("PUT", body=b"x"), verb("DELETE"), verb("PATCH", body=b"x"), verb("HEAD"), verb("OPTIONS"),
    verb("BREW"),
    verb("HEAD", "/"), verb("POST", "/", b"x"), verb("OPTIONS", "/"), get("health", "/", x_request_id="r"),
    get("health with a long id", "/", x_request_id="i" * 101),
    verb("OPTIONS", "/swagger.json"), verb("HEAD", "/swagger.json"), verb("POST", "/swagger.json", b"x"),
    verb("POST", "/score/", b"x"), verb("POST", "/nothing", b"x"), verb("OPTIONS", "/nothing"),
    verb("POST", "/sc%6Fre", b"x"), verb("POST", "/SCORE", b"x"), verb("POST", "//score", b"x"),
) + _SWAGGERS)

_RESULTS = """
import datetime
import socket
import sys

class Text(str):
    pass

RESULTS = {
    "dict": {"b": [1, 2.5, None, True], "a": {}},
    "none": None,
    "text": "caf\\u00e9",
    "encoded": '{"a": 1}',
    "empty text": "",
    "zero": 0,
    "false": False,
    "empty list": [],
    "tuple": ("body", 400),
    "keys": {1: "one", None: 2, True: 3, 1.5: 4},
    "tuple keys": {(1, 2): 3},
    "numbers": [float("nan"), float("inf"), 1e100, 10**30],
    "bytes": b"raw",
    "set": {1},
    "date": datetime.date(2024, 1, 1),
    "subclass": Text("x"),
    "generator": (x for x in "ab"),
}

def init():
    pass

def run(raw_data):
    if raw_data == "raise":
        raise ValueError("secret")
    if raw_data == "timeout":
        raise socket.timeout("slow database")
    if raw_data == "exit":
        sys.exit(4)
    if raw_data == "deep":
        deep = []
        for _ in range(100000):
            deep = [deep]
        return deep
    return RESULTS[raw_data]
"""

RESULTS = Script("results", _RESULTS, tuple(
    post(name, name)
    for name in (
        "dict", "none", "text", "encoded", "empty text", "zero", "false", "empty list", "tuple", "keys",
        "tuple keys", "numbers", "bytes", "set", "date", "subclass", "generator", "raise", "timeout", "exit",
        "deep",
    )
))

_NUMPY = """
import numpy
import pandas

RESULTS = {
    "float64": numpy.float64(0.5), "float32": numpy.float32(0.5), "int64": numpy.int64(1),
    "array": numpy.zeros(3), "list": numpy.zeros((2, 2)).tolist(),
    "frame": pandas.DataFrame({"a": [1]}), "frame text": pandas.DataFrame({"a": [1]}).to_json(),
}

def init():
    pass

def run(raw_data):
    return RESULTS[raw_data]
"""

NUMPY = Script("numpy results", _NUMPY, tuple(
    post(name, name) for name in ("float64", "float32", "int64", "array", "list", "frame", "frame text")
), bare=False)

_HEADERS = """
def init():
    pass

def run(raw_data, request_headers, other=5):
    kept = {k: v for k, v in request_headers.items() if k not in ("Host", "Accept-Encoding")}
    return [raw_data, kept, type(request_headers).__name__, other]
"""

HEADERS = Script("request_headers", _HEADERS, (
    post("names", b"x", x_custom_id="7", UPPER="u", authorization="Bearer t"),
    Ask("underscores", headers={"x_under": "1", "X-Ok": "2"}, body=b"x"),
    get("get", "/score?other=9", x_custom="é"),
    Ask("repeated", headers={"X-A": "1", "x-a": "2", "X-B": ""}, body=b"x"),
))

_DRIVER = """
import driver as driver_module
from elsewhere import NAME

def init():
    driver_module.STARTED.append("outer " + NAME)

def run(raw_data):
    return "outer"
"""

DRIVER = Script("driver module", _DRIVER, (post("call", b"x"),), env={"AZUREML_SOURCE_DIRECTORY": "lib"}, files={
    "driver.py": "STARTED = []\n\ndef run(data, request_headers=None):\n    return [data, STARTED]\n",
    "lib/elsewhere.py": "NAME = 'found'\n",
})

_WRAPPED = """
import functools

def init():
    pass

def noted(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return [list(args), kwargs, function(*args, **kwargs)]
    return wrapper

@noted
def run(raw_data):
    return raw_data
"""

WRAPPED = Script("decorated run", _WRAPPED, (post("call", b"x"),))

_SLOW = """
import time

def init():
    pass

def run(raw_data):
    time.sleep(10)
"""

SLOW = Script("scoring timeout", _SLOW, (post("slow", b"x"),), env={"SCORING_TIMEOUT_MS": "200"})

_ORIGINS = (
    post("no origin", b"x"),
    post("first", b"x", Origin="https://a.example"),
    post("second", b"x", Origin="https://b.example"),
    post("stranger", b"x", Origin="https://c.example"),
    Ask("preflight", "OPTIONS", headers={
        "Origin": "https://a.example", "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type",
    }),
    Ask("preflight of a stranger", "OPTIONS", headers={
        "Origin": "https://c.example", "Access-Control-Request-Method": "POST",
    }),
    Ask("options without asking", "OPTIONS", headers={"Origin": "https://a.example"}),
    get("health", "/", Origin="https://a.example"),
    get("swagger", "/swagger.json", Origin="https://a.example"),
    post("long id", b"x", Origin="https://a.example", x_request_id="i" * 101),
    Ask("not found", path="/nothing", headers={"Origin": "https://a.example"}, body=b"x"),
)
CORS = Script("cors", _ECHO, _ORIGINS, env={"AML_CORS_ORIGINS": "https://a.example, https://b.example"})
CORS_ANY = Script("cors for all", _ECHO, _ORIGINS, env={"AML_CORS_ORIGINS": "*"})

NAMED = Script(
    "named service", _ECHO, _SWAGGERS + (post("x", b"x"),),
    env={
        "SERVICE_NAME": "churn", "SERVICE_VERSION": "7", "SERVICE_PATH_PREFIX": "/api/v1/",
        "SERVER_VERSION_LOG_RESPONSE_ENABLED": "false", "WORKSPACE_NAME": "mine",
    },
)
FILES = Script(
    "swagger files", _ECHO, _SWAGGERS,
    files={"swagger2.json": '{"from": "é 2"}', "swagger3.1.json": '{"from": "3.1"}', "swagger3.json": "{}"},
)
MAIN_FILE = Script("swagger file", _ECHO, _SWAGGERS, files={
    "swagger2.json": '{"from": "2"}', "swagger.json": '{"from": "plain"}',
})
CONFIG = Script("config file", _SLOW.replace("sleep(10)", "sleep(3)"), (
    post("x", b"x"), get("swagger", "/swagger.json"),
), files={"config.json": '{"SCORING_TIMEOUT_MS": 200, "SERVICE_NAME": "from file", "model": {"a": 1}}'})

_REFUSED = "def init():\n    pass\n\ndef run({}):\n    pass\n"
REFUSED = tuple(
    Script("refused " + parameters, _REFUSED.format(parameters), (), starts=False)
    for parameters in ("*data", "data, /", "**data", "request_headers", "")
) + (
    Script("no run", "def init():\n    pass\n", (), starts=False),
    Script("no init", "def run(x):\n    pass\n", (), starts=False),
    Script("failing init", "def init():\n    1 / 0\n\ndef run(x):\n    pass\n", (), starts=False),
    Script("failing import", "import nowhere_at_all\n", (), starts=False),
)

ROWS = (
    ECHO, RESULTS, NUMPY, HEADERS, DRIVER, WRAPPED, SLOW, CORS, CORS_ANY, NAMED, FILES, MAIN_FILE, CONFIG
) + REFUSED
