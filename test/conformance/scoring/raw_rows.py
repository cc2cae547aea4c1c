"""Scripts that take the whole request."""
from table import Ask, Script, get, post, raw_script, verb

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


LOOK = Script("raw request", raw_script(_LOOK), tuple(_numbered(_LOOKS)))

MODULES = Script("module names", '''
import azureml_inference_server_http.api.aml_request as new
from azureml.contrib.services.aml_request import AMLRequest, rawhttp
from azureml.contrib.services.aml_response import *

def init():
    pass

def run(raw_data):
    return [AMLRequest is new.AMLRequest, AMLResponse.__name__, AMLRequest.__module__, AMLResponse.__module__]
''', (post("names", "x"),))

HEADERS_TOO = Script("raw with request_headers", raw_script('''
@rawhttp
def run(request, request_headers, more=3):
    return [request.method, request_headers["X-A"], more]
'''), (post("both", "x", x_a="1"),))

ROWS = (LOOK, MODULES, HEADERS_TOO)
