"""Scripts that answer with responses of their own."""
from table import Ask, Script, post, raw_script

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
ANSWER = Script("raw response", raw_script(_answer_script("@rawhttp\ndef run(request):\n    name = "
                                     "request.get_data(as_text=True)\n"), "server"),
                _ASKED + (Ask("ids of the client", headers={"x-ms-client-request-id": "c"}, body=b"ids"),
                          Ask("head", "HEAD", "/score", {}), Ask("traced", headers={"TraceId": "t"}, body=b"ids")))
PLAIN_ANSWER = Script("response without rawhttp", raw_script(_answer_script("def run(name):\n")), _ASKED)

ROWS = (ANSWER, PLAIN_ANSWER)
