"""The response object of scripts where the environment has no Flask: the part of Flask's that scripts use."""
import json
import time
from email.utils import formatdate
from http import HTTPStatus

from .headers import Headers

_TEXT_TYPES = ("application/xml", "application/javascript", "application/ecmascript", "application/sql")


class Response:
    """An answer that the script composes: text, bytes, or an iterable of either."""

    default_mimetype = "text/html"

    def __init__(self, response=None, status=None, headers=None, mimetype=None, content_type=None):
        self.headers = headers if isinstance(headers, Headers) else Headers(headers or ())
        if content_type is None and (mimetype is not None or "Content-Type" not in self.headers):
            content_type = _with_charset(mimetype or self.default_mimetype)
        if content_type is not None:
            self.headers["Content-Type"] = content_type
        self.status_code = 200
        if status is not None:
            self.status = status
        self._closers = []
        if isinstance(response, (str, bytes, bytearray)):
            self.set_data(response)
        else:
            self.response = [] if response is None else response

    @property
    def status(self):
        """Status code and reason as one text."""
        try:
            return "{} {}".format(self.status_code, HTTPStatus(self.status_code).phrase.upper())
        except ValueError:
            return "{} UNKNOWN".format(self.status_code)

    @status.setter
    def status(self, status):
        self.status_code = int(status.split(None, 1)[0]) if isinstance(status, str) else int(status)

    @property
    def is_sequence(self):
        """Whether the body is at hand, so that its length is known."""
        return isinstance(self.response, (list, tuple))

    @property
    def is_streamed(self):
        """Whether the number of pieces is not known beforehand."""
        return not hasattr(self.response, "__len__")

    def make_sequence(self):
        """Have the whole body at hand."""
        if not self.is_sequence:
            self.response = list(self.iter_encoded())

    def iter_encoded(self):
        """The pieces of the body as bytes."""
        for piece in self.response:
            if isinstance(piece, str):
                piece = piece.encode("utf-8")
            elif not isinstance(piece, (bytes, bytearray, memoryview)):
                raise TypeError("A piece of the body is neither text nor bytes: {!r}".format(type(piece)))
            yield bytes(piece)

    def get_data(self, as_text=False):
        """The whole body; a stream is read to its end for it."""
        self.make_sequence()
        body = b"".join(self.iter_encoded())
        return body.decode("utf-8") if as_text else body

    def set_data(self, value):
        """Replace the body."""
        self.response = [value.encode("utf-8") if isinstance(value, str) else bytes(value)]
        self.headers["Content-Length"] = len(self.response[0])

    data = property(get_data, set_data)

    @property
    def json(self):
        """The body parsed as JSON."""
        return self.get_json()

    def get_json(self, force=False, silent=False):
        """The body parsed as JSON."""
        try:
            return json.loads(self.get_data())
        except ValueError:
            if silent:
                return None
            raise

    @property
    def content_type(self):
        """The header Content-Type."""
        return self.headers.get("Content-Type")

    @content_type.setter
    def content_type(self, value):
        self.headers["Content-Type"] = value

    @property
    def mimetype(self):
        """The content type without parameters."""
        return (self.content_type or "").partition(";")[0].strip().lower()

    @mimetype.setter
    def mimetype(self, value):
        self.headers["Content-Type"] = _with_charset(value)

    @property
    def content_length(self):
        """The header Content-Length as a number, or None."""
        return self.headers.get("Content-Length", None, int)

    def set_cookie(self, key, value="", max_age=None, expires=None, path="/", domain=None, secure=False,
                   httponly=False, samesite=None):
        """Add a Set-Cookie field. `max_age` is in seconds, `expires` a datetime, a timestamp or text."""
        pieces = ["{}={}".format(key, value)]
        if domain:
            pieces.append("Domain={}".format(domain))
        if expires is None and max_age is not None:
            expires = time.time() + int(max_age)
        if expires is not None:
            pieces.append("Expires={}".format(_date(expires)))
        if max_age is not None:
            pieces.append("Max-Age={}".format(int(max_age)))
        pieces += [name for name, wanted in (("Secure", secure), ("HttpOnly", httponly)) if wanted]
        pieces.append("Path={}".format(path))
        if samesite:
            pieces.append("SameSite={}".format(samesite))
        self.headers.add("Set-Cookie", "; ".join(pieces))

    def call_on_close(self, function):
        """Have `function` called once the answer is sent or given up."""
        self._closers.append(function)
        return function

    def close(self):
        """Release what the body holds."""
        if hasattr(self.response, "close"):
            self.response.close()
        for function in self._closers:
            function()

    def __repr__(self):
        return "<{} [{}]>".format(type(self).__name__, self.status)


def _date(moment):
    if isinstance(moment, str):
        return moment
    return formatdate(moment.timestamp() if hasattr(moment, "timestamp") else moment, usegmt=True)


def _with_charset(mimetype):
    text = mimetype.startswith("text/") or mimetype in _TEXT_TYPES or mimetype.endswith("+xml")
    return mimetype + "; charset=utf-8" if text and "charset" not in mimetype else mimetype
