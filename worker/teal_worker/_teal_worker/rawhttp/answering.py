"""Response objects that run() returned, as answers."""
import re
import sys

from ..http1.answer import Answer, StreamedAnswer

_OWN_MODULE = __package__ + ".response"
_FAILED = "x-ms-run-function-failed"
_EXEC_MS = "x-ms-run-fn-exec-ms: %.3f\r\n"
# Framing, and what else belongs to the connection and not to the script.
_NOT_THE_SCRIPTS = frozenset((
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailers",
    "transfer-encoding", "upgrade", "server", "date", "content-length", "x-request-id", "x-ms-request-id",
))
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_OF_BODIES = frozenset((
    "allow", "content-encoding", "content-language", "content-type", "content-md5", "content-range",
    "last-modified",
))
_BODILESS = frozenset((204, 304))


def response_answer(result, elapsed, request):
    """The answer that a Response of Flask's or of ours stands for; None if it is something else."""
    flask = sys.modules.get("flask")
    if flask is not None and isinstance(result, getattr(flask, "Response", ())):
        return _from_flask(flask, result, elapsed, request)
    own = sys.modules.get(_OWN_MODULE)
    if own is not None and isinstance(result, own.Response):
        _mark_failure(result)
        if not result.is_streamed:
            result.make_sequence()
        pairs = list(result.headers)
        if result.status_code == 304:
            pairs = [pair for pair in pairs if pair[0].lower() not in _OF_BODIES]
        return _compose(result, result.iter_encoded(), pairs, elapsed, request)
    return None


def _from_flask(flask, response, elapsed, request):
    _mark_failure(response)
    if flask.has_request_context():
        environ = flask.request.environ
        response = flask.current_app.process_response(response)
    else:
        from .environ import environ_of

        environ = environ_of(request)
    if not response.is_streamed:
        response.calculate_content_length()
    pieces, _, pairs = response.get_wsgi_response(environ)
    return _compose(response, pieces, pairs, elapsed, request)


def _mark_failure(response):
    if response.status_code >= 500:
        response.headers[_FAILED] = True


def _compose(response, pieces, pairs, elapsed, request):
    status = response.status_code
    length, lines = None, []
    hidden = _NOT_THE_SCRIPTS
    headers = request.headers
    if "x-ms-client-request-id" in headers or "x-ms-request-id" in headers:
        hidden = hidden | {"x-ms-client-request-id"}
    for name, value in pairs:
        key = name.lower()
        if key == "content-length":
            length = value
        elif key not in hidden:
            if not _NAME.fullmatch(name):
                raise ValueError("A response has a header of the name {!r}.".format(name))
            lines.append("%s: %s\r\n" % (name, value))
    fields = "".join(lines) + _EXEC_MS % (elapsed * 1e3)
    if request.method == "HEAD" or status in _BODILESS or status < 200:
        response.close()
        return StreamedAnswer(status, fields, (), None, None)
    if response.is_sequence:
        body = b"".join(pieces)
        response.close()
        return Answer(status, fields, body)
    whole = int(length) if length is not None and str(length).isdigit() else None
    return StreamedAnswer(status, fields, pieces, whole, response.close)
