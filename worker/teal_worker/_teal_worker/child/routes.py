"""Which answer each request gets: the routes, the id headers, cross-origin headers, the request log."""
import time
import uuid
from urllib.parse import parse_qs, unquote

from ..http1.answer import HTML_TYPE, JSON_TYPE, Answer, StreamedAnswer, message_answer
from ..scoring.span import span_of
from .cors import Cors

_ID_LIMIT = 100
_FAILED_NO = "x-ms-run-function-failed: False\r\n"
_SCORE_VERBS = "GET, OPTIONS, POST"
_LOOK_VERBS = "GET, HEAD, OPTIONS"


class Routes:
    """Answers requests; `respond` is what the loop calls."""

    def __init__(self, settings, swagger, mode, invocation, request_log):
        self._invocation = invocation
        self._verbs = mode.verbs
        self._log = request_log
        self._cors = Cors(settings.cors_origins)
        self._swagger = swagger
        version = settings.version_header
        self._version = "x-ms-server-version: {}\r\n".format(version) if version else ""

    def respond(self, request):
        """The answer, and whether this child should retire after it."""
        began = time.perf_counter()
        path, _, query = request.target.partition("?")
        if path != "/score" and ("%" in path or path[:2] == "//"):
            path = "/" + unquote(path).lstrip("/")
        retire = False
        if path == "/score":
            answer, retire = self._score(request, query)
        elif path == "/":
            return self._look(request, query, _healthy), False
        elif path == "/swagger.json":
            answer = self._look(request, query, self._describe)
        else:
            answer = message_answer(404, "There is nothing at this path.", _FAILED_NO)
        elapsed = (time.perf_counter() - began) * 1e3
        size = "N/A" if answer.__class__ is StreamedAnswer else len(answer.body)
        self._log.write(request, answer.status, elapsed, size)
        return answer, retire

    def _score(self, request, query):
        method = request.method
        if method not in self._verbs and method not in ("HEAD", "OPTIONS"):
            return _wrong_verb(method, _SCORE_VERBS), False
        ids, refusal = self._identify(request.headers)
        retire = False
        if refusal is not None:
            answer = message_answer(431, refusal, _FAILED_NO)
        elif method in self._verbs:
            if "x-teal-trace" in request.headers:
                request.span = span_of(request.headers)
            answer, retire = self._invocation.answer(request, query)
            if request.span is not None:
                answer.fields += request.span.field()
        elif method == "HEAD":
            # Routed like a GET, and refused only then: it carries the ids.
            answer = _wrong_verb(method, _SCORE_VERBS)
        else:
            answer = Answer(200, HTML_TYPE + _FAILED_NO, b"")
        answer.fields += ids + self._cors.fields(request)
        return answer, retire

    def _look(self, request, query, show):
        """Answer on a route that only shows something."""
        method = request.method
        if method not in ("GET", "HEAD", "OPTIONS"):
            return _wrong_verb(method, _LOOK_VERBS)
        ids, refusal = self._identify(request.headers)
        if refusal is not None:
            answer = message_answer(431, refusal, _FAILED_NO)
        elif method == "OPTIONS":
            answer = Answer(200, HTML_TYPE + "Allow: {}\r\n".format(_LOOK_VERBS), b"")
        else:
            answer = show(query)
        answer.fields += ids + self._cors.fields(request)
        return answer

    def _describe(self, query):
        version = parse_qs(query, keep_blank_values=True).get("version", ["2"])[0]
        document = self._swagger.document(version)
        if document is None:
            message = "There is no description in version '{}'.".format(version)
            return message_answer(404, message, _FAILED_NO)
        return Answer(200, JSON_TYPE + _FAILED_NO, document)

    def _identify(self, headers):
        """Header text that names the request to the client, and a refusal when an id is too long."""
        request_id = headers.get("x-request-id")
        trace = headers.get("traceid")
        tail = self._version if trace is None else "%sTraceId: %s\r\n" % (self._version, trace)
        if request_id is None:
            request_id = str(uuid.uuid4())
        elif len(request_id) > _ID_LIMIT:
            return tail, "The header x-request-id is limited to {} characters.".format(_ID_LIMIT)
        client = headers.get("x-ms-client-request-id")
        legacy = headers.get("x-ms-request-id")
        named = legacy or client or request_id
        if not named:
            return tail, None
        text = "x-request-id: %s\r\n%s" % (request_id, tail) if request_id else tail
        if client or legacy:
            if len(client or "") > _ID_LIMIT or len(legacy or "") > _ID_LIMIT:
                return text, "Client request ids are limited to {} characters.".format(_ID_LIMIT)
            text += "x-ms-client-request-id: %s\r\n" % (client or legacy)
        return "%sx-ms-request-id: %s\r\n" % (text, named), None


def _healthy(_query):
    return Answer(200, HTML_TYPE, b"Healthy")


def _wrong_verb(method, allowed):
    message = "The method {} is not allowed here.".format(method)
    return message_answer(405, message, "{}Allow: {}\r\n".format(_FAILED_NO, allowed))
