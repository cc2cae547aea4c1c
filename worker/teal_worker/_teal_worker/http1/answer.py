"""Answers and the bytes they become."""
import json
from http import HTTPStatus

_STATUS_LINES = {
    status.value: "HTTP/1.1 {} {}\r\n".format(status.value, status.phrase) for status in HTTPStatus
}

JSON_TYPE = "Content-Type: application/json\r\n"
HTML_TYPE = "Content-Type: text/html; charset=utf-8\r\n"

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Answer:
    """A complete answer. `fields` is header text, each line ended by CRLF, without the framing fields."""

    __slots__ = ("status", "fields", "body")

    def __init__(self, status, fields, body):
        self.status = status
        self.fields = fields
        self.body = body


class StreamedAnswer(Answer):
    """An answer whose body is still to be made: an iterable of bytes, its length if that is known, and
    what to call once it is sent or given up."""

    __slots__ = ("pieces", "length", "close")

    def __init__(self, status, fields, pieces, length, close):
        super().__init__(status, fields, b"")
        self.pieces = pieces
        self.length = length
        self.close = close

    @property
    def bodiless(self):
        """Whether this status never has a body, so that nothing is to be said of its length."""
        return self.status < 200 or self.status in (204, 304)


def message_answer(status, message, fields=""):
    """The JSON answer {"message": ...}, the shape of every refusal and failure."""
    return Answer(status, JSON_TYPE + fields, json.dumps({"message": message}).encode("ascii"))


def head_bytes(answer, request, close):
    """Status line and fields, ended by the empty line. `request` may be None when it was unreadable."""
    line = _STATUS_LINES.get(answer.status) or "HTTP/1.1 {} \r\n".format(answer.status)
    connection = _connection(request, close)
    text = "%s%sContent-Length: %d\r\n%s\r\n" % (line, answer.fields, len(answer.body), connection)
    return text.encode("latin-1", "replace")


def streamed_head_bytes(answer, request, close):
    """As head_bytes, for a streamed answer; without chunks and length the body ends with the connection."""
    if answer.bodiless:
        framing = ""
    elif answer.length is not None:
        framing = "Content-Length: %d\r\n" % answer.length
    elif request.method == "HEAD":
        framing = ""
    else:
        framing = "Transfer-Encoding: chunked\r\n" if request.http11 else ""
    line = _STATUS_LINES.get(answer.status) or "HTTP/1.1 {} \r\n".format(answer.status)
    text = "%s%s%s%s\r\n" % (line, answer.fields, framing, _connection(request, close))
    return text.encode("latin-1", "replace")


def _connection(request, close):
    if close:
        return "Connection: close\r\n"
    if request is not None and not request.http11:
        return "Connection: keep-alive\r\n"
    return ""
