"""How a request becomes the arguments of run(). Each way of calling is a mode of its own."""
import json

from .. import failures
from ..failures import StartFailure
from ..no_code.described import is_closed
from ..rawhttp.forms import options_of, pairs_of
from ..rawhttp.imports import raw_requested
from ..rawhttp.request import Request, is_json_type
from .schema import is_decorated
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


class RawMode:
    """run(request): the whole request, for scripts marked @rawhttp."""

    verbs = frozenset(("GET", "HEAD", "POST", "OPTIONS"))

    def __init__(self, script, flask):
        self._name = script.signature.names[0]
        self._wants_headers = script.signature.wants_headers
        self._by_position = script.signature.by_position
        self._flask = flask

    def arguments(self, request, _query):
        """Positional and keyword arguments of run()."""
        shown = Request(request) if self._flask is None else self._flask.request
        keywords = {HEADERS_PARAMETER: title_case(request.headers)} if self._wants_headers else {}
        if self._by_position:
            return (shown,), keywords
        keywords[self._name] = shown
        return (), keywords


class SchemaMode:
    """run(a, b): members of a JSON object by name, for scripts decorated with @input_schema."""

    verbs = frozenset(("GET", "POST"))

    def __init__(self, script):
        self._signature = script.signature
        self._closed = is_closed(script.run)

    def arguments(self, request, query):
        """Positional and keyword arguments of run()."""
        values = _query_values(query) if request.method == "GET" else _json_object(request)
        if self._closed:
            self._refuse_others(values)
        defaults = self._signature.defaults
        keywords = {}
        for name in self._signature.names:
            if name in values:
                keywords[name] = values[name]
            elif name in defaults:
                keywords[name] = defaults[name]
            else:
                raise BadInput(400, "The parameter '{}' has no value in the request.".format(name))
        if self._signature.wants_headers:
            keywords[HEADERS_PARAMETER] = title_case(request.headers)
        return (), keywords

    def _refuse_others(self, values):
        for name in values:
            if name not in self._signature.names:
                known = ", ".join(self._signature.names)
                raise BadInput(400, "The request has the unknown member '{}'; it may have: {}.".format(name, known))


def choose_mode(script, flask):
    """The mode that this script calls for. `flask` is the module where requests are Flask's, else None."""
    raw, decorated = raw_requested(), is_decorated(script.run)
    if raw and decorated:
        message = "run() of {} carries both @rawhttp and @input_schema; it can have one.".format(script.name)
        raise StartFailure(failures.BAD_ARGUMENT, message)
    if raw:
        return RawMode(script, flask)
    return SchemaMode(script) if decorated else PlainMode(script)


def title_case(headers):
    """Header names as scripts know them: X-Request-Id."""
    return {name.title(): value for name, value in headers.items() if "_" not in name}


def _json_object(request):
    if not is_json_type(options_of(request.headers.get("content-type"))[0]):
        raise BadInput(415, "The Content-Type of the request must be application/json.")
    try:
        values = json.loads(request.body)
    except json.JSONDecodeError as error:
        cause = "is empty" if not request.body else "is not JSON: {}".format(error)
        raise BadInput(400, "The request body {}; a JSON object is needed.".format(cause)) from None
    if not isinstance(values, dict):
        raise BadInput(400, "The request body is not a JSON object.")
    return values


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
    return json.dumps(_query_values(query))


def _query_values(query):
    values = {}
    for name, text in pairs_of(query):
        values.setdefault(name, []).append(_json_or_text(text))
    return {name: found[0] if len(found) == 1 else found for name, found in values.items()}


def _json_or_text(text):
    try:
        return json.loads(text)
    except ValueError:
        return text
