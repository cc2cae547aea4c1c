"""The request object of raw mode where the environment has no Flask: the part of Flask's that scripts use."""
import io
import json
import re
from urllib.parse import quote, unquote

from .forms import FORM_TYPE, MULTIPART_TYPE, options_of, pairs_of, parse_form
from .headers import Headers
from .multidict import MultiDict

_ESCAPE = re.compile(r"\\(.)")
_BEYOND_ASCII = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


class Request:
    """One request, read by the script."""

    def __init__(self, request):
        target, _, query = request.target.partition("?")
        self.method = request.method
        self.path = unquote(target)
        self.query_string = query.encode("latin-1")
        self.remote_addr = "127.0.0.1"
        self.script_root = self.root_path = ""
        self.stream = io.BytesIO(request.body)
        self._query = query
        self._received = request.headers
        self._headers = None
        self._data = None
        self._form = None
        self._args = None

    # -- the body ------------------------------------------------------------------------------------

    def get_data(self, cache=True, as_text=False, parse_form_data=False):
        """The body as bytes or text. With `parse_form_data` a form is parsed and nothing is left of it."""
        data = self._data
        if data is None:
            if parse_form_data:
                self._parse_form()
            data = self.stream.read()
            if cache:
                self._data = data
        return data.decode("utf-8", "replace") if as_text else data

    @property
    def data(self):
        """The body as bytes; empty for forms, whose content is in `form` and `files`."""
        return self.get_data(parse_form_data=True)

    @property
    def json(self):
        """The parsed body; ValueError when it is not JSON or not said to be."""
        return self.get_json()

    def get_json(self, force=False, silent=False, cache=True):
        """The parsed body. `force` ignores the content type, `silent` turns failures into None."""
        if not (force or self.is_json):
            if silent:
                return None
            raise ValueError("The Content-Type of the request is not application/json.")
        try:
            return json.loads(self.get_data(cache=cache))
        except ValueError:
            if silent:
                return None
            raise

    @property
    def form(self):
        """Fields of a form."""
        return self._parse_form()[0]

    @property
    def files(self):
        """Uploaded files of a form."""
        return self._parse_form()[1]

    def _parse_form(self):
        if self._form is None:
            if self.mimetype in (FORM_TYPE, MULTIPART_TYPE):
                body = self.stream.read() if self._data is None else self._data
                self._form = parse_form(self.content_type, body)
                self.stream = io.BytesIO()
            else:
                self._form = MultiDict(), MultiDict()
        return self._form

    # -- the head ------------------------------------------------------------------------------------

    @property
    def headers(self):
        """Header fields, found whatever the case of their names."""
        if self._headers is None:
            self._headers = Headers(
                (name.title(), value) for name, value in self._received.items() if "_" not in name
            )
        return self._headers

    @property
    def args(self):
        """Values of the query string."""
        if self._args is None:
            self._args = MultiDict(pairs_of(self._query))
        return self._args

    @property
    def values(self):
        """Query string and form together."""
        pairs = list(self.args.items(multi=True))
        if self.method in ("POST", "PUT", "PATCH"):
            pairs += self.form.items(multi=True)
        return MultiDict(pairs)

    @property
    def content_type(self):
        """The header as it is, or None."""
        return self._received.get("content-type")

    @property
    def content_length(self):
        """The header as a number, or None."""
        return self.headers.get("Content-Length", None, int)

    @property
    def content_encoding(self):
        """The header as it is, or None."""
        return self.headers.get("Content-Encoding")

    @property
    def mimetype(self):
        """The content type without parameters, in lower case."""
        return options_of(self.content_type)[0]

    @property
    def mimetype_params(self):
        """The parameters of the content type."""
        return options_of(self.content_type)[1]

    @property
    def is_json(self):
        """Whether the content type is JSON or one of its relatives."""
        return is_json_type(self.mimetype)

    @property
    def cookies(self):
        """Cookies of the request."""
        found = []
        for part in self.headers.get("Cookie", "").split(";"):
            name, _, value = part.strip().partition("=")
            value = value.strip()
            if len(value) > 1 and value[0] == value[-1] == '"':
                value = _ESCAPE.sub(r"\1", value[1:-1])
            if name.strip():
                found.append((name.strip(), value))
        return MultiDict(found)

    @property
    def referrer(self):
        """The header Referer, or None."""
        return self.headers.get("Referer")

    @property
    def origin(self):
        """The header Origin, or None."""
        return self.headers.get("Origin")

    @property
    def access_route(self):
        """Addresses on the way here, the client's first."""
        forwarded = self.headers.get("X-Forwarded-For")
        return [part.strip() for part in forwarded.split(",")] if forwarded else [self.remote_addr]

    # -- the address ---------------------------------------------------------------------------------

    @property
    def scheme(self):
        """http, or https where the client speaks TLS with whoever is in front."""
        return "https" if self._received.get("x-forwarded-proto", "").lower() == "https" else "http"

    @property
    def host(self):
        """The host that the client asked for, with its port if it named one."""
        return self._received.get("host", "localhost")

    @property
    def is_secure(self):
        """Whether the client speaks TLS with whoever is in front."""
        return self.scheme == "https"

    @property
    def full_path(self):
        """Path and query string."""
        return "{}?{}".format(self.path, self._query)

    @property
    def root_url(self):
        """The address of `/`."""
        return "{}://{}/".format(self.scheme, self.host)

    host_url = url_root = root_url

    @property
    def base_url(self):
        """The address without the query string."""
        return self.root_url + _readable(quote(self.path[1:], safe="/!$&'()*+,;=:@~"))

    @property
    def url(self):
        """The whole address."""
        return self.base_url + ("?" + _readable(self._query) if self._query else "")

    def __repr__(self):
        return "<{} {!r} [{}]>".format(type(self).__name__, self.url, self.method)


def _readable(text):
    """An address with the letters of other languages as themselves."""
    return _BEYOND_ASCII.sub(_letters, text)


def _letters(match):
    try:
        return unquote(match.group(), errors="strict")
    except UnicodeDecodeError:
        return match.group()


def is_json_type(mimetype):
    """Whether a content type, without parameters, announces JSON."""
    return mimetype == "application/json" or (
        mimetype.startswith("application/") and mimetype.endswith("+json")
    )
