"""Sends an answer while the script still makes it, piece by piece, on the main thread like run() itself."""
import logging
import select

from ..http1.answer import message_answer, streamed_head_bytes
from ..journal import SERVER_LOGGER
from ..scoring.invocation import WorkerTimeout
from ..scoring.script import log_traceback

_FAILED_YES = "x-ms-run-function-failed: True\r\n"
_LOOK_UP_MS = 500
_GONE = select.POLLHUP | select.POLLERR | select.POLLNVAL

_logger = logging.getLogger(SERVER_LOGGER)


class Stream:
    """One streamed answer on its way to one client."""

    def __init__(self, connection, answer, request, board):
        self._connection = connection
        self._answer = answer
        self._request = request
        self._board = board
        self._begun = False
        self._left = answer.length
        self._chunked = answer.length is None and request.http11 and not answer.bodiless
        self._poll = select.poll()
        self._poll.register(connection.socket, select.POLLOUT)

    def send(self, close):
        """Send all of it, or as much as script and client allow. True if the process should retire."""
        answer, connection = self._answer, self._connection
        if not (self._chunked or answer.length is not None or answer.bodiless) or answer.status < 200:
            close = True
        if close:
            connection.closing = True
        try:
            return self._send_pieces()
        finally:
            self._release()

    def _send_pieces(self):
        pieces = () if self._request.method == "HEAD" else iter(self._answer.pieces)
        try:
            for piece in pieces:
                self._put(piece)
                if not self._client_follows():
                    return self._board.condemned
        except BaseException as error:
            log_traceback("The stream that run() returned failed.", error)
            self._break_off()
            return isinstance(error, WorkerTimeout)
        self._put(b"")
        if self._chunked:
            self._connection.send([b"0\r\n\r\n"])
        elif self._left:
            self._cut()
        return False

    def _put(self, piece):
        if self._left is not None:
            piece = piece[:self._left]
            self._left -= len(piece)
        if self._chunked and piece:
            piece = b"%x\r\n%b\r\n" % (len(piece), piece)
        if not self._begun:
            self._begun = True
            head = streamed_head_bytes(self._answer, self._request, self._connection.closing)
            self._connection.send([head + piece])
        elif piece:
            self._connection.send([piece])

    def _client_follows(self):
        """Wait until everything is sent; False once there is no point in going on."""
        connection = self._connection
        while True:
            waiting = connection.unsent is not None
            gone = any(mask & _GONE for _, mask in self._poll.poll(_LOOK_UP_MS if waiting else 0))
            if connection.lost or gone:
                _logger.info("The client of a stream left before its end.")
                self._cut()
                return False
            if not waiting:
                return True
            if self._board.condemned:
                self._cut()
                return False
            connection.flush()

    def _break_off(self):
        if self._begun:
            self._cut()
            return
        self._begun = True
        message = "The stream of the scoring script failed; its log has the reason."
        answer = message_answer(500, message, _FAILED_YES)
        self._connection.reply(answer, self._request, self._connection.closing)

    def _cut(self):
        # An answer without its end is how the client learns that something is missing.
        self._connection.closing = self._connection.ended = True

    def _release(self):
        if self._answer.close is None:
            return
        try:
            self._answer.close()
        except BaseException as error:
            log_traceback("The stream that run() returned cannot be closed.", error)
