"""The event loop of a child: many connections, one request at a time."""
import logging
import os
import select
import selectors
import socket
import time

from ..http1.answer import StreamedAnswer, message_answer
from ..http1.errors import HttpError
from ..journal import SERVER_LOGGER
from .connection import Connection
from .entrance import Entrance
from .keeping import Keeping
from .streaming import Stream

_READ, _WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
_PATIENCE_S = 1.0
# After a refusal the rest of the request is read and dropped for this long, so that the client,
# still busy sending, gets to see the answer.
_LINGER_S = 2.0
# Clients are checked for having left only if they had the time to lose patience.
_SLOW_S = 0.05

_logger = logging.getLogger(SERVER_LOGGER)


class Loop:
    """Serves until drained. `respond(request)` gives the answer and whether the child must retire; `after(request,
    answer)`, if given, is called once the answer has left."""

    def __init__(self, seat, respond, body_limit, after=None):
        self._seat = seat
        self._board = seat.board
        self._respond = respond
        self._after = after
        self._limit = body_limit
        self._selector = selectors.DefaultSelector()
        self._connections = set()
        self._new = 0
        self._again = set()
        self._lingering = {}
        self._keeping = Keeping(seat.board)
        self._entrance = Entrance(
            seat.listener, seat.board, self._keeping, self._watch_entrance, self._selector.unregister
        )
        self._knocked = False
        self._draining = False
        self._drain_asked = False
        self._retiring = False
        # Whether a request of the previous turn, or of this one, kept the others waiting.
        self._was_slow = self._is_slow = False
        self._hangups = select.poll()

    def run(self):
        """Serve; returns once drained."""
        self._selector.register(self._seat.line, _READ, self._on_line)
        self._entrance.open()
        select_events = self._selector.select
        while not (self._draining and not self._connections):
            events = select_events(self._patience())
            self._was_slow, self._is_slow = self._is_slow, False
            for key, mask in events:
                connection = key.data
                if type(connection) is Connection:
                    self._on_connection(connection, mask)
                else:
                    connection()
            if self._again:
                self._serve_again()
            if self._knocked:
                self._on_arrival()
            if (self._drain_asked or self._retiring) and not self._draining:
                self._drain()
            if not events or self._lingering or self._entrance.due_at is not None:
                self._on_time()

    def _patience(self):
        if self._again:
            return 0
        due_at = self._entrance.due_at
        if due_at is None and not self._lingering:
            return _PATIENCE_S
        moments = list(self._lingering.values())
        if due_at is not None:
            moments.append(due_at)
        return max(0.0, min(min(moments) - time.monotonic(), _PATIENCE_S))

    def _on_time(self):
        if os.getppid() != self._seat.master_pid:
            # Without a master nobody replaces or limits this process, so it must not serve.
            os._exit(1)
        now = time.monotonic()
        due_at = self._entrance.due_at
        if due_at is not None and now >= due_at:
            client = self._entrance.resume()
            if client is not None:
                self._admit(client)
        for connection in [each for each, until in self._lingering.items() if now >= until]:
            self._close(connection)

    # -- accepting -----------------------------------------------------------------------------------

    def _watch_entrance(self, listener):
        self._selector.register(listener, _READ, self._on_knock)

    def _on_knock(self):
        # Requests first: while they run, an idle sibling may take who is at the door.
        self._knocked = True

    def _on_arrival(self):
        self._knocked = False
        client = self._entrance.arrival()
        if client is not None:
            self._admit(client)

    def _admit(self, client):
        connection = Connection(client, self._limit)
        self._connections.add(connection)
        self._board.set_load(len(self._connections))
        self._new += 1
        self._board.set_new(self._new)
        self._selector.register(client, _READ, connection)

    # -- requests ------------------------------------------------------------------------------------

    def _on_connection(self, connection, mask):
        if connection not in self._connections:
            return
        if mask & _WRITE:
            if not connection.flush():
                return
            self._settle(connection)
            if connection.pending:
                self._again.add(connection)
        elif connection.receive():
            self._advance(connection)

    def _serve_again(self):
        # One request per connection and turn: pipelining must not starve the others.
        turn, self._again = self._again, set()
        for connection in turn:
            if connection in self._connections and connection.unsent is None:
                self._advance(connection)

    def _advance(self, connection):
        if connection.discarding:
            self._settle(connection)
            return
        try:
            request = connection.next_request()
        except HttpError as error:
            self._refuse(connection, error)
            return
        if request is None:
            if connection.ended:
                connection.closing = True
            self._settle(connection)
            return
        if (self._was_slow or self._is_slow) and self._has_left(connection):
            _logger.info("%s %s dropped: its client had left.", request.method, request.target[:200])
            self._close(connection)
            return
        self._serve(connection, request)
        if connection.pending or connection.ended:
            self._again.add(connection)

    def _serve(self, connection, request):
        if connection.is_new:
            self._is_known(connection)
        began = self._board.begin()
        streamed = False
        try:
            answer, retire = self._respond(request)
            if answer.__class__ is StreamedAnswer:
                streamed = True
                close = self._must_close(connection, request)
                retire = Stream(connection, answer, request, self._board).send(close)
        except Exception:
            # A fault of ours, or memory too short even for the failure of the script to be reported.
            _logger.exception("%s %s could not be answered.", request.method, request.target[:200])
            answer, retire = message_answer(500, "An internal error occurred; the log has the reason."), False
            if streamed:
                connection.closing = connection.ended = True
        finally:
            self._board.end()
        now = time.monotonic()
        self._keeping.ran(now - began, now)
        if now - began > _SLOW_S:
            self._is_slow = True
        self._retiring = self._retiring or retire
        if not streamed:
            connection.reply(answer, request, self._must_close(connection, request))
        if self._after is not None:
            self._after(request, answer)
        if connection.closing or connection.unsent is not None:
            self._settle(connection)

    def _is_known(self, connection):
        connection.is_new = False
        self._new -= 1
        self._board.set_new(self._new)

    def _must_close(self, connection, request):
        if not request.keep_alive:
            return True
        if connection.pending:
            return False
        if self._board.leaving or self._retiring or self._keeping.parts(time.monotonic()):
            return True
        return self._is_crowded()

    def _is_crowded(self):
        # Connections that outlived a sibling's restart would otherwise stay here for ever; a client
        # that keeps a pool opens a new one, which a less loaded sibling takes.
        if len(self._connections) < 2:
            return False
        lead, idle = self._board.lead()
        return idle and lead > 1

    def _has_left(self, connection):
        """Whether the client hung up altogether; a half-closed one still waits for its answer."""
        self._hangups.register(connection.socket, 0)
        try:
            return any(mask & select.POLLHUP for _, mask in self._hangups.poll(0))
        finally:
            self._hangups.unregister(connection.socket)

    def _refuse(self, connection, error):
        _logger.info("A request was refused: %d %s", error.status, error.message)
        connection.pending.clear()
        connection.discarding = True
        self._lingering[connection] = time.monotonic() + _LINGER_S
        connection.reply(message_answer(error.status, error.message), None, True)
        self._settle(connection)

    def _settle(self, connection):
        """Watch for what the connection waits for now, or end it."""
        if connection.unsent is not None:
            self._selector.modify(connection.socket, _WRITE, connection)
        elif connection.closing and (connection.ended or not connection.discarding):
            self._close(connection)
        elif self._draining and connection.idle:
            self._close(connection)
        else:
            self._selector.modify(connection.socket, _READ, connection)

    def _close(self, connection):
        self._connections.discard(connection)
        self._again.discard(connection)
        self._lingering.pop(connection, None)
        self._selector.unregister(connection.socket)
        connection.socket.close()
        if connection.is_new:
            self._is_known(connection)
        self._board.set_load(len(self._connections))

    # -- the end -------------------------------------------------------------------------------------

    def _on_line(self):
        try:
            word = self._seat.line.recv(64)
        except BlockingIOError:
            return
        except OSError:
            word = b""
        if not word:
            os._exit(1)  # the master is gone, see _on_time
        self._drain_asked = True

    def _drain(self):
        self._draining = True
        self._board.set_ready(False)
        # Connections made before the path went away were accepted in the eyes of their clients. A child
        # that retires alone leaves them to its siblings.
        client = self._entrance.take() if self._drain_asked else None
        while client is not None:
            self._admit(client)
            client = self._entrance.take()
        self._entrance.close()
        for connection in list(self._connections):
            if connection.idle and not self._has_last_words(connection):
                self._close(connection)

    def _has_last_words(self, connection):
        """Close the way in, then look whether a request had come through it before."""
        if not connection.receive():
            try:
                connection.socket.shutdown(socket.SHUT_RD)
            except OSError:
                return False
            connection.receive()
        if connection.pending:
            self._again.add(connection)
            return True
        return False
