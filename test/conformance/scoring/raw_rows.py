"""Scripts that take the whole request, answer with responses of their own, or stream."""
from table import Ask, Script, get, post, verb

_IMPORTS = {
    "contrib": "azureml.contrib.services.{}",
    "server": "azureml_inference_server_http.api.{}",
}


def _raw(body, names="contrib"):
    modules = [_IMPORTS[names].format(leaf) for leaf in ("aml_request", "aml_response")]
    lines = "from {} import AMLRequest, rawhttp\nfrom {} import AMLResponse\n".format(*modules)
    return lines + "\ndef init():\n    pass\n" + body


_LOOK = '''
import json

def shown(value):
    if isinstance(value, bytes):
        return "bytes:" + value.decode("latin-1")
    return value

@rawhttp
def run(request):
    what = request.args.get("look", "method")
    looks = {
        "method": lambda: [request.method, request.path, request.full_path, shown(request.query_string)],
        "url": lambda: [request.url, request.base_url, request.host, request.host_url, request.url_root,
                        request.scheme, request.is_secure, request.root_path, request.script_root],
        "type": lambda: [request.content_type, request.mimetype, request.mimetype_params,
                         request.content_length, request.is_json, request.content_encoding],
        "headers": lambda: sorted(map(list, request.headers)),
        "header": lambda: [request.headers.get("x-a"), request.headers["X-A"], "X-a" in request.headers,
                           request.headers.get("nope", "d"), request.headers.get("X-N", type=int),
                           "nope" in request.headers],
        "header list": lambda: request.headers.getlist("X-A"),
        "missing header": lambda: request.headers["nope"],
        "args": lambda: [request.args.to_dict(), request.args.to_dict(flat=False), request.args.getlist("a"),
                         request.args.get("n", type=int), request.args.get("a", 7, type=int), list(request.args),
                         "a" in request.args, sorted(request.args.items(multi=True)), len(request.args)],
        "missing arg": lambda: request.args["nope"],
        "data": lambda: [shown(request.data), shown(request.get_data()), shown(request.stream.read())],
        "get_data": lambda: [shown(request.get_data()), shown(request.get_data()), request.form.to_dict()],
        "text": lambda: request.get_data(as_text=True),
        "uncached": lambda: [shown(request.get_data(cache=False)), shown(request.get_data())],
        "stream": lambda: [shown(request.stream.read(2)), shown(request.stream.read()), shown(request.data)],
        "lines": lambda: [shown(line) for line in request.stream],
        "json": lambda: [request.json, request.get_json()],
        "get_json": lambda: request.get_json(),
        "forced": lambda: request.get_json(force=True),
        "silent": lambda: request.get_json(silent=True),
        "form": lambda: [request.form.to_dict(flat=False), request.form.get("a"), sorted(request.files),
                         shown(request.data)],
        "form first": lambda: [request.form.to_dict(), shown(request.get_data())],
        "values": lambda: request.values.to_dict(flat=False),
        "files": lambda: [
            [name, file.filename, file.name, file.content_type, file.mimetype, shown(file.read()), bool(file)]
            for name, file in request.files.items(multi=True)
        ] + [request.form.to_dict(flat=False)],
        "cookies": lambda: dict(request.cookies),
        "route": lambda: [request.referrer, request.origin, list(request.access_route), request.remote_addr],
        "repr": lambda: repr(request),
        "isinstance": lambda: isinstance(request, AMLRequest),
    }
    return looks[what]()
'''


def _look(what, body=None, kind="application/json", query="", **headers):
    fields = {} if kind is None else {"Content-Type": kind}
    fields.update({key.replace("_", "-"): value for key, value in headers.items()})
    path = "/score?look=" + what.replace(" ", "+") + query
    return Ask(what + (" " + kind if kind and kind != "application/json" else ""), "POST", path, fields, body)


_FORM = "application/x-www-form-urlencoded"
_PARTS = (
    b"preamble\r\n--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b\r\n"
    b"Content-Disposition: form-data; name=\"a\"\r\n\r\ncaf\xc3\xa9\r\n\r\n--b\r\n"
    b"Content-Disposition: form-data; name=\"image\"; filename=\"x \\\"y\\\".png\"\r\nContent-Type: image/png\r\n\r\n"
    b"\x89PNG\r\n--not b\r\n\x00\r\n--b\r\n"
    b"Content-Disposition: form-data; name=\"empty\"; filename=\"\"\r\n\r\n\r\n--b--\r\nepilogue"
)

_LOOKS = (
    _look("method"), _look("method", b"x", query="&x=%20%ff&y"),
    _look("url", X_Forwarded_Proto="https"), _look("url", query="&caf%C3%A9=1"),
    _look("type", b"x", "Text/Plain; charset=\"latin-1\"; X=y"), _look("type", None, None),
    _look("type", b"{}", "application/vnd.api+json"),
    _look("headers", b"x", X_custom="v"), _look("header", b"x", X_A="1", x_n="7"),
    _look("header list", b"x", X_A="1, 2"), _look("missing header"),
    _look("args", query="&a=1&a=b&n=5&e=&c=%2B+x"), _look("missing arg"),
    _look("data", b"\x00\xff"), _look("data", b"a=1", _FORM), _look("data", _PARTS, "multipart/form-data; boundary=b"),
    _look("get_data", b"a=1&b=%20", _FORM), _look("get_data", b"x"), _look("text", "é".encode()),
    _look("text", b"\xff"), _look("uncached", b"x"), _look("stream", b"abcdef"), _look("lines", b"a\nb\nc"),
    _look("json", b'{"a": 1}'), _look("json", b"{", ), _look("json", b"{}", "text/plain"), _look("json"),
    _look("get_json", b"[1]"), _look("forced", b"[1]", "text/plain"), _look("forced", b"nope", "text/plain"),
    _look("silent", b"nope"), _look("silent", b"{}", "text/plain"),
    _look("form", b"a=1&a=2&b=caf%C3%A9&c", _FORM), _look("form", b"a=1"), _look("form first", b"a=1", _FORM),
    _look("values", b"a=1", _FORM, query="&a=0"),
    _look("files", _PARTS, "multipart/form-data; boundary=b"),
    _look("files", _PARTS, "multipart/form-data; boundary=\"b\"; x=y"),
    _look("files", _PARTS, "multipart/form-data"), _look("files", b"--b\r\nbroken", "multipart/form-data; boundary=b"),
    _look("files", b"--b--", "multipart/form-data; boundary=b"),
    _look("cookies", Cookie="a=1; b=\"x y\"; c"), _look("route", Referer="http://r", Origin="http://o",
                                                        X_Forwarded_For="1.2.3.4, 5.6.7.8"),
    _look("repr"), _look("isinstance"), get("get", "/score?look=method"), verb("OPTIONS"), verb("HEAD"),
    verb("PUT", body=b"x"), verb("OPTIONS", "/"), get("swagger", "/swagger.json"),
    Ask("chunked", "POST", "/score?look=data", body=[b"one", b"two"]), get("health", "/"),
)


def _numbered(asks):
    seen = {}
    for ask in asks:
        count = seen[ask.name] = seen.get(ask.name, 0) + 1
        yield ask if count == 1 else type(ask)(**dict(ask.__dict__, name="{} {}".format(ask.name, count)))


LOOK = Script("raw request", _raw(_LOOK), tuple(_numbered(_LOOKS)))

_RESPONSES = {
    "text": 'AMLResponse("café", 200)',
    "bytes": 'AMLResponse(b"\\x00\\xff", 200, {"Content-Type": "application/octet-stream"})',
    "none": "AMLResponse(None, 200)",
    "none json": "AMLResponse(None, 404, {}, True)",
    "json": 'AMLResponse({"a": [1, "é"]}, 201, json_str=True)',
    "json typed": 'AMLResponse({"a": 1}, 200, {"Content-Type": "application/x"}, json_str=True)',
    "lower type": 'AMLResponse("x", 200, {"content-type": "text/plain"})',
    "dates": 'AMLResponse("x", 200, {"Expires": "Wed, 21 Oct 2015 07:28:00 GMT", "X-A": " a ,b,, c"})',
    "failed": 'AMLResponse("x", 200, run_function_failed=True)',
    "400": 'AMLResponse("bad", 400)',
    "400 failed": 'AMLResponse({"e": 1}, 400, json_str=True, run_function_failed=True)',
    "500": 'AMLResponse("bad", 500)',
    "503 own": 'AMLResponse("bad", 503, {"x-ms-run-function-failed": "False", "Retry-After": "1"})',
    "status text": 'AMLResponse("x", "201 MADE")',
    "204": 'AMLResponse("", 204)',
    "204 body": 'AMLResponse("body", 204)',
    "304": 'AMLResponse("body", 304, {"ETag": "x"})',
    "299": 'AMLResponse("x", 299)',
    "ids": 'AMLResponse("x", 200, {"x-request-id": "mine", "x-ms-request-id": "mine", '
           '"x-ms-client-request-id": "mine", "TraceId": "mine", "x-ms-run-fn-exec-ms": "1"})',
    "own version": 'AMLResponse("x", 200, {"azureml-model-deployment": "mine"})',
    "hop by hop": 'AMLResponse("x", 200, {"Connection": "keep-alive", "Transfer-Encoding": "chunked", '
                  '"Server": "s", "Date": "d", "Keep-Alive": "5"})',
    "bad header": 'AMLResponse("x", 200, {"X-N": 5})',
    "line end": 'AMLResponse("x", 200, {"X-N": "a\\r\\nb: c"})',
    "bad name": 'AMLResponse("x", 200, {"X N": "a"})',
    "list": 'AMLResponse(["a", b"b", "c"], 200)',
    "dict": 'AMLResponse({"a": 1, "b": 2}, 200)',
    "not json": "AMLResponse({1, 2}, 200, json_str=True)",
    "later": "changed()",
    "cookie": "with_cookie()",
    "positional": 'AMLResponse("x", 202, {"X-A": "1"}, False, False)',
    "plain value": '{"a": 1}',
    "nothing": "None",
    "bare text": '"x"',
    "raw bytes": 'b"x"',
    "tuple": '("x", 201)',
    "raise": "1 / 0",
}
_ANSWER = '''
def changed():
    response = AMLResponse("x", 200)
    response.headers["X-Later"] = "1"
    response.headers.add("X-Later", "2")
    response.status_code = 202
    response.data = "changed"
    response.mimetype = "text/csv"
    return response

def with_cookie():
    response = AMLResponse("x", 200)
    response.set_cookie("name", "value", max_age=5, httponly=True, samesite="Lax")
    return response

'''


def _answer_script(mark):
    lines = "".join(
        "    if name == {!r}:\n        return {}\n".format(name, text) for name, text in _RESPONSES.items()
    )
    return _ANSWER + mark + lines


_ASKED = tuple(post(name, name, x_request_id="r") for name in _RESPONSES)
ANSWER = Script("raw response", _raw(_answer_script("@rawhttp\ndef run(request):\n    name = "
                                     "request.get_data(as_text=True)\n"), "server"),
                _ASKED + (Ask("ids of the client", headers={"x-ms-client-request-id": "c"}, body=b"ids"),
                          Ask("head", "HEAD", "/score", {}), Ask("traced", headers={"TraceId": "t"}, body=b"ids")))
PLAIN_ANSWER = Script("response without rawhttp", _raw(_answer_script("def run(name):\n")), _ASKED)

_STREAM = '''
import os
import time

CLOSED = []

def counted():
    yield "one "
    yield b""
    yield b"two "
    yield "é"

def broken():
    yield "one"
    raise ValueError("half way")

def broken_at_once():
    raise ValueError("at once")
    yield "never"

def odd():
    yield "one"
    yield 2

def handshake():
    yield "first "
    for _ in range(1000):
        if os.path.exists("go"):
            yield "second"
            return
        time.sleep(0.01)
    yield "too late"

class Closing:
    def __init__(self):
        self.pieces = iter(["a", "b"])
    def __iter__(self):
        return self
    def __next__(self):
        return next(self.pieces)
    def close(self):
        CLOSED.append(1)

@rawhttp
def run(request):
    name = request.get_data(as_text=True)
    if name == "closed":
        return len(CLOSED)
    made = {"counted": counted, "broken": broken, "broken at once": broken_at_once, "odd": odd,
            "handshake": handshake, "closing": Closing, "empty": lambda: iter(())}
    headers = {"Content-Type": "text/event-stream"}
    if name == "sized":
        return AMLResponse(iter(["abc", "def"]), 200, {"Content-Length": "6"})
    if name == "too long":
        return AMLResponse(iter(["abc", "def"]), 200, {"Content-Length": "4"})
    if name == "failing status":
        return AMLResponse(counted(), 500, headers)
    return AMLResponse(made[name](), 200, headers)
'''
STREAM = Script("streams", _raw(_STREAM), (
    post("counted", "counted"), post("empty", "empty"), post("broken", "broken"),
    post("broken at once", "broken at once"), post("odd", "odd"), post("closing", "closing"),
    post("closed", "closed"), post("sized", "sized"), post("too long", "too long"),
    post("failing status", "failing status"),
    Ask("handshake", body=b"handshake", handshake="go"),
))

_FLASK = '''
import io

import flask
from flask import Response, abort, after_this_request, jsonify, make_response, redirect, request as current
from flask import stream_with_context

def init():
    pass

def streamed():
    yield "path "
    yield current.path

MARK

def run(raw_data):
    name = current.get_data(as_text=True)
    if name == "jsonify":
        return jsonify({"b": 1, "a": "é"})
    if name == "jsonify tuple":
        return jsonify({}), 201
    if name == "response":
        return Response("x", 201, {"X-A": "1, 2"}, mimetype="text/plain")
    if name == "500":
        return Response("x", 500)
    if name == "stream":
        return Response(stream_with_context(streamed()), mimetype="text/event-stream")
    if name == "stream outside":
        return Response(streamed())
    if name == "generator":
        return Response(str(n) for n in range(3))
    if name == "abort":
        abort(418)
    if name == "after":
        @after_this_request
        def later(response):
            response.headers["X-Later"] = "yes"
            return response
        return make_response("x", 202)
    if name == "redirect":
        return redirect("/elsewhere")
    if name == "file":
        return flask.send_file(io.BytesIO(b"content"), mimetype="text/x-python", etag=False)
    if name == "204":
        return Response(status=204)
    if name == "context":
        return [current.method, current.endpoint is not None, flask.has_app_context()]
    if name == "error":
        return flask.current_app.no_such_thing
'''
_FLASK_ASKS = tuple(post(name, name) for name in (
    "jsonify", "jsonify tuple", "response", "500", "stream", "stream outside", "generator", "abort", "after",
    "redirect", "204", "context", "error",
))
FLASK = Script("flask", _FLASK.replace("MARK\n\n", ""), _FLASK_ASKS, bare=False)
RAW_FLASK = Script(
    "raw flask",
    "from azureml_inference_server_http.api.aml_request import rawhttp\n" + _FLASK.replace("MARK\n\n", "@rawhttp\n"),
    _FLASK_ASKS + (post("file", "file"),),
    bare=False,
)
LATE_FLASK = Script("flask imported late", '''
def init():
    pass

def run(raw_data):
    from flask import jsonify
    return jsonify(raw_data)
''', (post("first", "x"), post("second", "y")), bare=False)

MODULES = Script("module names", '''
import azureml_inference_server_http.api.aml_request as new
from azureml.contrib.services.aml_request import AMLRequest, rawhttp
from azureml.contrib.services.aml_response import *

def init():
    pass

def run(raw_data):
    return [AMLRequest is new.AMLRequest, AMLResponse.__name__, AMLRequest.__module__, AMLResponse.__module__]
''', (post("names", "x"),))

HEADERS_TOO = Script("raw with request_headers", _raw('''
@rawhttp
def run(request, request_headers, more=3):
    return [request.method, request_headers["X-A"], more]
'''), (post("both", "x", x_a="1"),))

ROWS = (LOOK, ANSWER, PLAIN_ANSWER, STREAM, FLASK, RAW_FLASK, LATE_FLASK, MODULES, HEADERS_TOO)
