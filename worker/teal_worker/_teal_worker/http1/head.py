"""The strict parser of request heads: bytes in, a Request out, HttpError for all that is doubtful."""
import re

from .errors import HttpError

HEAD_LIMIT = 64 * 1024

# Deleting every byte that may occur inside a line leaves the line ends, and nothing else in a clean head.
_INSIDE_LINES = bytes([9]) + bytes(range(0x20, 0x7F)) + bytes(range(0x80, 0x100))
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_ABSOLUTE = re.compile(r"https?://[^/?#]*", re.IGNORECASE)
_VERSION = re.compile(r"HTTP/[0-9]\.[0-9]")
_NAMES_LIMIT = 512
_METHODS = frozenset(("GET", "POST", "OPTIONS", "HEAD", "PUT", "DELETE", "PATCH"))

# Field names as clients spell them -> lower case. Clients use few spellings, so each is checked once.
_names = {}


class Request:
    """One request. `headers` maps lower-case names to values; repeated fields are joined with commas. `span` is what
    a router that traces wants to know of it, or None."""

    __slots__ = ("method", "target", "http11", "headers", "length", "chunked", "keep_alive", "body", "span")

    def __init__(self, method, target, http11, headers):
        self.method = method
        self.target = target
        self.http11 = http11
        self.headers = headers
        self.length = 0
        self.chunked = False
        self.keep_alive = http11
        self.body = b""
        self.span = None

    @property
    def expects_continue(self):
        """Whether the client waits for a nod before it sends the body."""
        return self.http11 and "expect" in self.headers


def parse_head(head, body_limit):
    """Parse a head, given without its closing empty line."""
    lines = head.decode("latin-1").split("\r\n")
    if head.translate(None, _INSIDE_LINES) != b"\r\n" * (len(lines) - 1):
        raise HttpError(400, "The request head holds a forbidden control character.")
    method, target, http11 = _request_line(lines[0])
    headers = {}
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        key = _names.get(name) or _learn(name)
        if not colon:
            raise HttpError(400, "A header line has no colon.")
        value = value.strip(" \t")
        headers[key] = _merged(key, headers[key], value) if key in headers else value
    request = Request(method, target, http11, headers)
    _frame(request, body_limit)
    connection = headers.get("connection")
    if connection is not None:
        wishes = [wish.strip() for wish in connection.lower().split(",")]
        request.keep_alive = "close" not in wishes and (http11 or "keep-alive" in wishes)
    return request


def _request_line(line):
    parts = line.split(" ")
    if len(parts) != 3:
        raise HttpError(400, "The request line is malformed.")
    method, target, version = parts
    if version != "HTTP/1.1" and version != "HTTP/1.0":
        if _VERSION.fullmatch(version):
            raise HttpError(505, "Only HTTP/1.0 and HTTP/1.1 are spoken here.")
        raise HttpError(400, "The request line is malformed.")
    if method not in _METHODS and not _TOKEN.fullmatch(method):
        raise HttpError(400, "The request method is malformed.")
    if target[:1] != "/" and target != "*":
        target = _origin_form(target)
    return method, target, version == "HTTP/1.1"


def _origin_form(target):
    match = _ABSOLUTE.match(target)
    if match is None:
        raise HttpError(400, "The request target is malformed.")
    rest = target[match.end():]
    return rest if rest.startswith("/") else "/" + rest


def _learn(name):
    if not _TOKEN.fullmatch(name):
        raise HttpError(400, "A header name is malformed.")
    key = name.lower()
    if len(_names) < _NAMES_LIMIT:
        _names[name] = key
    return key


def _merged(key, first, second):
    if key == "content-length" and first == second:
        return first
    if key in ("content-length", "host"):
        raise HttpError(400, "The header {} occurs more than once.".format(key))
    return first + "," + second


def _frame(request, body_limit):
    """Decide where the body ends; two ways to read a message are one too many, so doubt is an error."""
    headers = request.headers
    coding = headers.get("transfer-encoding")
    length = headers.get("content-length")
    if coding is not None:
        if length is not None or not request.http11:
            raise HttpError(400, "The length of the request body is ambiguous.")
        if coding.lower() != "chunked":
            raise HttpError(501, "The only transfer coding understood is chunked.")
        request.chunked = True
    elif length is not None:
        if not (length.isascii() and length.isdigit()):
            raise HttpError(400, "Content-Length is not a number.")
        if len(length) > 18 or int(length) > body_limit:
            raise too_large(body_limit)
        request.length = int(length)
    expect = headers.get("expect")
    if expect is not None and expect.lower() != "100-continue":
        raise HttpError(417, "The only expectation understood is 100-continue.")


def too_large(body_limit):
    """The error for a body beyond the configured size."""
    return HttpError(413, "The request body exceeds {} bytes.".format(body_limit))
