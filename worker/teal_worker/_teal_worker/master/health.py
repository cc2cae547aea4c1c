"""The health door: answered by the master, so that a probe never waits for a busy child."""
import selectors

from ..http1.answer import Answer, HTML_TYPE, head_bytes, message_answer
from ..http1.errors import HttpError
from ..http1.head import HEAD_LIMIT, parse_head

_CONNECTION_LIMIT = 128


class HealthDoor:
    """Serves `GET /` on its own socket."""

    def __init__(self, selector, door, is_healthy):
        self._selector = selector
        self._door = door
        self._is_healthy = is_healthy
        self._pending = {}
        selector.register(door.socket, selectors.EVENT_READ, self._accept)

    def close(self):
        """Stop answering."""
        for connection in list(self._pending):
            self._drop(connection)
        self._selector.unregister(self._door.socket)
        self._door.remove()
        self._door.close()

    def close_after_fork(self):
        """Release the sockets in a child, leaving the shared selector alone."""
        for connection in self._pending:
            connection.close()
        self._door.close()

    def _accept(self, _socket):
        try:
            connection, _ = self._door.socket.accept()
        except OSError:
            return
        if len(self._pending) >= _CONNECTION_LIMIT:
            # The oldest probe is the likeliest to have been forgotten.
            self._drop(next(iter(self._pending)))
        connection.setblocking(False)
        self._pending[connection] = bytearray()
        self._selector.register(connection, selectors.EVENT_READ, self._read)

    def _read(self, connection):
        if connection not in self._pending:
            return  # dropped by an earlier event of the same turn
        try:
            received = connection.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            received = b""
        pending = self._pending[connection]
        pending += received
        if not received or len(pending) > HEAD_LIMIT:
            self._drop(connection)
            return
        while True:
            end = pending.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(pending[:end])
            del pending[: end + 4]
            if not self._reply(connection, head):
                self._drop(connection)
                return

    def _reply(self, connection, head):
        """Answer one head; False when the connection is to end."""
        try:
            request = parse_head(head, 0)
            answer, keep = self._answer(request), request.keep_alive and not request.chunked
        except HttpError as error:
            request, answer, keep = None, message_answer(error.status, error.message), False
        body = b"" if request is not None and request.method == "HEAD" else answer.body
        wire = head_bytes(answer, request, not keep) + body
        try:
            return connection.send(wire) == len(wire) and keep
        except OSError:
            return False

    def _answer(self, request):
        if request.target.partition("?")[0] != "/":
            return message_answer(404, "There is nothing at this path; the health route is /.")
        if request.method not in ("GET", "HEAD"):
            return message_answer(405, "The health route answers GET only.", "Allow: GET, HEAD\r\n")
        if self._is_healthy():
            return Answer(200, HTML_TYPE, b"Healthy")
        return Answer(503, HTML_TYPE, b"Unhealthy")

    def _drop(self, connection):
        del self._pending[connection]
        self._selector.unregister(connection)
        connection.close()
