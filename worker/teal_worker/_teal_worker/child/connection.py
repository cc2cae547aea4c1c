"""One client connection: bytes in, requests out, answers back, without ever blocking."""
from ..http1.answer import CONTINUE, head_bytes
from ..http1.chunked import ChunkedBody
from ..http1.errors import HttpError
from ..http1.head import HEAD_LIMIT, parse_head

_RECEIVE = 16 * 1024
_RECEIVE_BODY = 256 * 1024
_JOIN_LIMIT = 64 * 1024


class Connection:
    """The state of one keep-alive connection. Nothing more is read as requests while an answer is unsent."""

    __slots__ = (
        "socket", "pending", "unsent", "ended", "closing", "discarding", "lost", "is_new",
        "_limit", "_request", "_chunks",
    )

    def __init__(self, client, body_limit):
        self.socket = client
        self.pending = bytearray()
        self.unsent = None
        self.ended = False
        self.closing = False
        self.discarding = False
        self.lost = False
        self.is_new = True
        self._limit = body_limit
        self._request = None
        self._chunks = None

    @property
    def idle(self):
        """True between requests, when nothing of a next one has been read."""
        return self._request is None and not self.pending and self.unsent is None

    def receive(self):
        """Read once; False when there was nothing to read."""
        size = _RECEIVE if self._request is None else _RECEIVE_BODY
        try:
            received = self.socket.recv(size)
        except BlockingIOError:
            return False
        except OSError:
            received = b""
            self.closing = True
        if received:
            if not self.discarding:
                self.pending += received
        else:
            self.ended = True
        return True

    def next_request(self):
        """The next complete request, or None; HttpError when the bytes are not acceptable."""
        pending = self.pending
        request = self._request
        if request is None:
            request = self._next_head(pending)
            if request is None:
                return None
            if request.length == 0 and not request.chunked:
                return request
            self._request = request
            if request.chunked:
                self._chunks = ChunkedBody(self._limit)
            if request.expects_continue and not pending:
                self.send([CONTINUE])
        if request.chunked:
            return self._finish_chunked(request)
        return self._finish_counted(request)

    def _next_head(self, pending):
        # A stray line end between requests is a known habit of old clients.
        while pending[:2] == b"\r\n":
            del pending[:2]
        end = pending.find(b"\r\n\r\n", 0, HEAD_LIMIT)
        if end < 0:
            if len(pending) >= HEAD_LIMIT:
                raise HttpError(431, "The request head exceeds {} bytes.".format(HEAD_LIMIT))
            return None
        head = bytes(pending[:end])
        del pending[: end + 4]
        return parse_head(head, self._limit)

    def _finish_counted(self, request):
        pending, length = self.pending, request.length
        if len(pending) < length:
            return None
        if len(pending) == length:
            request.body, self.pending = pending, bytearray()
        else:
            request.body = bytes(pending[:length])
            del pending[:length]
        self._request = None
        return request

    def _finish_chunked(self, request):
        if not self._chunks.feed(self.pending):
            return None
        request.body = self._chunks.body
        self._request = self._chunks = None
        return request

    def reply(self, answer, request, close):
        """Send an answer, as far as the client takes it now."""
        head = head_bytes(answer, request, close)
        if close:
            self.closing = True
        body = answer.body
        if request is not None and request.method == "HEAD":
            self.send([head])
        elif len(body) <= _JOIN_LIMIT:
            self.send([head + body])
        else:
            self.send([head, body])

    def send(self, pieces):
        """Queue pieces and send what can be sent without waiting."""
        if self.unsent is None:
            try:
                sent = self.socket.send(pieces[0]) if len(pieces) == 1 else self.socket.sendmsg(pieces)
            except BlockingIOError:
                sent = 0
            except OSError:
                self._give_up()
                return
            if sent == sum(map(len, pieces)):
                return
            self.unsent = memoryview(b"".join(pieces))[sent:]
        else:
            self.unsent = memoryview(b"".join([self.unsent, *pieces]))

    def flush(self):
        """Send more of what is queued; True once all of it is gone."""
        try:
            self.unsent = self.unsent[self.socket.send(self.unsent):]
        except BlockingIOError:
            return False
        except OSError:
            self._give_up()
            return True
        if len(self.unsent) == 0:
            self.unsent = None
        return self.unsent is None

    def _give_up(self):
        # The client went away: nothing can be sent, and what it still asked for is of no use.
        self.unsent, self.closing, self.ended, self.lost = None, True, True, True
        self.pending.clear()
