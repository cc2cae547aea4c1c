"""The local door of scripts: what the package azureml-ai-monitoring posts its collected frames to."""
import base64
import hmac
import selectors

from ..child.connection import Connection
from ..http1.answer import Answer, JSON_TYPE, message_answer
from ..http1.errors import HttpError
from .events import custom_event
from .plan import REQUEST, RESPONSE
from .sampling import lot
from .tally import UNKNOWN

PATH = "/modeldata/log"
TYPE_PREFIX = "azureml.inference."

_MOST_CONNECTIONS = 16
_MOST_BYTES = 16 << 20
_READ, _WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE


class CollectorDoor:
    """POST /modeldata/log on a port of this machine. Answered at once, whatever the disk does: the package waits
    for the answer without a limit, and fails requests once its own queue is full."""

    def __init__(self, selector, listener, credential, parts):
        self._selector = selector
        self._listener = listener
        self._authorization = "Basic " + base64.b64encode(credential.encode("ascii")).decode("ascii")
        self._plan, self._backlog, self._tally = parts
        self._connections = {}
        selector.register(listener, _READ, self._accept)

    def _accept(self):
        try:
            client, _ = self._listener.accept()
        except OSError:
            return
        client.setblocking(False)
        if len(self._connections) >= _MOST_CONNECTIONS:
            self._drop(next(iter(self._connections.values())))
        connection = Connection(client, _MOST_BYTES)
        self._connections[client] = connection
        self._selector.register(client, _READ, lambda: self._advance(connection))

    def _advance(self, connection):
        if connection.socket not in self._connections:
            return
        if connection.unsent is not None:
            connection.flush()
        else:
            connection.receive()
        self._serve(connection)
        if connection.unsent is not None:
            self._selector.modify(connection.socket, _WRITE, lambda: self._advance(connection))
        elif connection.ended or (connection.closing and not connection.discarding):
            self._drop(connection)
        else:
            self._selector.modify(connection.socket, _READ, lambda: self._advance(connection))

    def _serve(self, connection):
        while connection.unsent is None and not connection.closing:
            try:
                request = connection.next_request()
            except HttpError as error:
                if error.status == 413:
                    self._tally.dropped(UNKNOWN, "too_large")
                # Who is still sending would not see the answer if this end were closed now.
                connection.discarding = True
                connection.pending.clear()
                connection.reply(message_answer(error.status, error.message), None, True)
                break
            if request is None:
                break
            connection.reply(self._answer(request), request, not request.keep_alive)

    def _drop(self, connection):
        if self._connections.pop(connection.socket, None) is not None:
            self._selector.unregister(connection.socket)
            connection.socket.close()

    def _answer(self, request):
        if request.target.partition("?")[0] != PATH:
            return message_answer(404, "There is nothing at this path; collected data is posted to {}.".format(PATH))
        if request.method != "POST":
            return message_answer(405, "Collected data is posted.", "Allow: POST\r\n")
        if not hmac.compare_digest(request.headers.get("authorization", "").encode("latin-1"), self._authorization.encode()):
            return message_answer(401, "This door is open to the scoring script of this instance only.")
        return self._take(request.headers, bytes(request.body))

    def _take(self, headers, body):
        given = headers.get("ce-type", "")
        name = given[len(TYPE_PREFIX):].lower() if given.startswith(TYPE_PREFIX) else given.lower()
        if name not in self._plan.collections or name in (REQUEST, RESPONSE):
            self._tally.dropped(UNKNOWN, "unknown_collection")
            return message_answer(400, "ce-type is {!r}; the deployment has no such collection.".format(given[:200]))
        identity = headers.get("ce-x-request-id", "")
        rate = self._plan.collections[name].rate
        if rate < 1 and not lot(identity) < rate:
            self._tally.sampled_out(name)
            return _ok("sampled out")
        event = custom_event(self._plan, name, headers, body)
        if not self._backlog.offer(event, len(body)):
            self._tally.dropped(name, "queue_full")
            return message_answer(429, "The data was dropped: the queue of the collector is full.")
        return _ok("accepted")


def _ok(word):
    return Answer(200, JSON_TYPE, '{{"message": "{}"}}'.format(word).encode("ascii"))
