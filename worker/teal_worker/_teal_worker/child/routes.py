"""Which answer each request gets: the routes, the id headers, cross-origin headers, the request log."""
import time
import uuid
from urllib.parse import parse_qs

from ..http1.answer import HTML_TYPE, JSON_TYPE, Answer, StreamedAnswer, message_answer
from ..scoring.swagger import Swagger
from .cors import Cors

_ID_LIMIT = 100
_FAILED_NO = "x-ms-run-function-failed: False\r\n"


class Routes:
    """Answers requests; `respond` is what the loop calls."""

    def __init__(self, settings, script, mode, invocation, request_log):
        self._invocation = invocation
        self._verbs = mode.verbs
        self._log = request_log
        self._cors = Cors(settings.cors_origins)
        self._swagger = Swagger(settings, script)
        version = settings.version_header
        self._version = "x-ms-server-version: {}\r\n".format(version) if version else ""

    def respond(self, request):
        """The answer, and whether this child should retire after it."""
        began = time.perf_counter()
        path, _, query = request.target.partition("?")
        retire = False
        if path == "/score":
            answer, retire = self._score(request, query)
        elif path == "/":
            return self._healthy(request), False
        elif path == "/swagger.json":
            answer = self._describe(request, query)
        else:
            answer = message_answer(404, "There is nothing at this path.")
        elapsed = (time.perf_counter() - began) * 1e3
        size = "N/A" if answer.__class__ is StreamedAnswer else len(answer.body)
        self._log.write(request, answer.status, elapsed, size)
        return answer, retire

    def _score(self, request, query):
        method = request.method
        if method not in self._verbs and method != "OPTIONS":
            return _wrong_verb(method, "GET, OPTIONS, POST"), False
        ids, refusal = self._identify(request.headers)
        retire = False
        if refusal is not None:
            answer = message_answer(431, refusal, _FAILED_NO)
        elif method in self._verbs:
            answer, retire = self._invocation.answer(request, query)
        else:
            answer = Answer(200, HTML_TYPE + _FAILED_NO + self._cors.preflight(request.headers), b"")
        answer.fields += ids + self._cors.fields(request.headers)
        return answer, retire

    def _healthy(self, request):
        if request.method not in ("GET", "HEAD"):
            return _wrong_verb(request.method, "GET, HEAD")
        return Answer(200, HTML_TYPE + self._identify(request.headers)[0], b"Healthy")

    def _describe(self, request, query):
        if request.method not in ("GET", "HEAD"):
            return _wrong_verb(request.method, "GET, HEAD")
        ids, refusal = self._identify(request.headers)
        fields = _FAILED_NO + ids + self._cors.fields(request.headers)
        if refusal is not None:
            return message_answer(431, refusal, fields)
        version = parse_qs(query, keep_blank_values=True).get("version", ["2"])[0]
        document = self._swagger.document(version)
        if document is None:
            return message_answer(404, "There is no description in version '{}'.".format(version), fields)
        return Answer(200, JSON_TYPE + fields, document)

    def _identify(self, headers):
        """Header text that names the request to the client, and a refusal when an id is too long."""
        request_id = headers.get("x-request-id")
        if request_id is None:
            request_id = str(uuid.uuid4())
        elif len(request_id) > _ID_LIMIT:
            return self._version, "The header x-request-id is limited to {} characters.".format(_ID_LIMIT)
        client = headers.get("x-ms-client-request-id")
        legacy = headers.get("x-ms-request-id")
        text = "x-request-id: %s\r\n%sx-ms-request-id: %s\r\n" % (
            request_id,
            self._version,
            legacy or client or request_id,
        )
        if client or legacy:
            if len(client or "") > _ID_LIMIT or len(legacy or "") > _ID_LIMIT:
                text = "x-request-id: %s\r\n%s" % (request_id, self._version)
                return text, "Client request ids are limited to {} characters.".format(_ID_LIMIT)
            text += "x-ms-client-request-id: %s\r\n" % (client or legacy)
        trace = headers.get("traceid")
        if trace is not None:
            text += "TraceId: %s\r\n" % trace
        return text, None


def _wrong_verb(method, allowed):
    message = "The method {} is not allowed here.".format(method)
    return message_answer(405, message, "Allow: {}\r\n".format(allowed))
