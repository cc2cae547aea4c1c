"""Scripts that use Flask themselves."""
from table import Script, post

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

ROWS = (FLASK, RAW_FLASK, LATE_FLASK)
