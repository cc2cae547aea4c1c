"""How a request becomes the arguments of run(). Each way of calling is a mode of its own."""
import json
from urllib.parse import parse_qs

from .signature import HEADERS_PARAMETER

_FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


class BadInput(Exception):
    """The request cannot be given to run(); the client gets `status` and the message."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status
        self.message = message


class PlainMode:
    """run(raw_data): the first parameter is the body as text."""

    verbs = frozenset(("GET", "POST"))

    def __init__(self, script):
        self._signature = script.signature
        self._simple = script.signature.by_position and not script.signature.wants_headers

    def arguments(self, request, query):
        """Positional and keyword arguments of run()."""
        text = _query_text(query) if request.method == "GET" else _body_text(request)
        if self._simple:
            return (text,), {}
        keywords = {}
        if self._signature.wants_headers:
            keywords[HEADERS_PARAMETER] = title_case(request.headers)
        if self._signature.by_position:
            return (text,), keywords
        keywords[self._signature.names[0]] = text
        return (), keywords


def choose_mode(script):
    """The mode that this script calls for."""
    return PlainMode(script)


def title_case(headers):
    """Header names as scripts know them: X-Request-Id."""
    return {name.title(): value for name, value in headers.items()}


def _body_text(request):
    kind = request.headers.get("content-type")
    if kind is not None and kind.partition(";")[0].strip().lower() in _FORM_TYPES:
        # The original's form parser has eaten the body by the time the script could see it.
        return ""
    try:
        return request.body.decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput(400, "The request body is not valid UTF-8.") from None


def _query_text(query):
    values = {}
    for name, texts in parse_qs(query, keep_blank_values=True).items():
        parsed = [_json_or_text(text) for text in texts]
        values[name] = parsed[0] if len(parsed) == 1 else parsed
    return json.dumps(values)


def _json_or_text(text):
    try:
        return json.loads(text)
    except ValueError:
        return text
