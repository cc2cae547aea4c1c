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


def message_answer(status, message, fields=""):
    """The JSON answer {"message": ...}, the shape of every refusal and failure."""
    return Answer(status, JSON_TYPE + fields, json.dumps({"message": message}).encode("ascii"))


def head_bytes(answer, request, close):
    """Status line and fields, ended by the empty line. `request` may be None when it was unreadable."""
    if close:
        connection = "Connection: close\r\n"
    elif request is not None and not request.http11:
        connection = "Connection: keep-alive\r\n"
    else:
        connection = ""
    line = _STATUS_LINES.get(answer.status) or "HTTP/1.1 {} \r\n".format(answer.status)
    text = "%s%sContent-Length: %d\r\n%s\r\n" % (line, answer.fields, len(answer.body), connection)
    return text.encode("latin-1", "replace")
