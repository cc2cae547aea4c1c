"""Payload logging in a child: after a request was answered, both are put into the ring. One copy in memory, no
system call unless the collector sleeps, no waiting."""
import logging
import marshal
import os
import time

from ..http1.answer import StreamedAnswer
from ..journal import SERVER_LOGGER
from .plan import REQUEST, RESPONSE
from .ring import RING_BYTES
from .sampling import lot

# Where the facts of a record hold for which of request and response it was made, and the length of the request.
WANTED, _LENGTH = 8, 9

_ID_FIELD = "x-request-id: "
_VERBS = ("POST", "GET")

_logger = logging.getLogger(SERVER_LOGGER)


class Recorder:
    """Stands around `respond`; a child runs one request at a time."""

    def __init__(self, plan, rings, slot, wake_fd, respond):
        self._rings = rings
        self._ring = rings.all[slot]
        self._wake_fd = wake_fd
        self._respond = respond
        self._headers = plan.capture_headers
        rates = [plan.collections[name].rate if name in plan.collections else 0.0 for name in (REQUEST, RESPONSE)]
        self._rates = rates
        self._all = all(rate in (0.0, 1.0) for rate in rates)
        self._copy = None
        self._complained = False

    def respond(self, request):
        """As the function that it stands around; of a stream a copy is kept while it is sent."""
        answer, retire = self._respond(request)
        if answer.__class__ is StreamedAnswer and self._rates[1]:
            self._copy = _Copy()
            answer.pieces = self._copy.of(answer.pieces)
        return answer, retire

    def after(self, request, answer):
        """The answer has left. Nothing that goes wrong here is the request's fault, or the client's."""
        try:
            self._record(request, answer)
        except Exception:
            if not self._complained:
                self._complained = True
                _logger.exception("A request cannot be collected.")
        finally:
            self._copy = None

    def _record(self, request, answer):
        target = request.target
        if request.method not in _VERBS or target.partition("?")[0] != "/score":
            return
        identity = request.headers.get("x-request-id") or _id_in(answer.fields)
        drawn = 0.0 if self._all else lot(identity)
        wanted = [drawn < rate for rate in self._rates]
        if not any(wanted):
            return
        copy = self._copy
        body = request.body if wanted[0] else b""
        sent = b"" if not wanted[1] else answer.body if copy is None else copy.joined()
        headers = request.headers
        captured = {name: headers[name] for name in self._headers if name in headers} if self._headers else None
        meta = marshal.dumps((
            time.time(), request.method, target, identity, headers.get("content-type", ""), answer.status,
            answer.fields, captured, wanted, len(body), copy is None or copy.whole,
        ))
        self._ring.offer((len(meta).to_bytes(4, "little"), meta, body, sent), wanted)
        if self._rings.asleep:
            self._rings.asleep = False
            wake(self._wake_fd)


class _Copy:
    """Of a stream, as far as a record can be long."""

    def __init__(self):
        self.whole = False
        self._pieces = []
        self._size = 0

    def of(self, pieces):
        for piece in pieces:
            # Beyond the limit one piece more is kept, so that the record is seen to be too large.
            if self._size <= RING_BYTES // 2:
                self._pieces.append(piece)
                self._size += len(piece)
            yield piece
        self.whole = True

    def joined(self):
        return b"".join(self._pieces)


def read_record(record):
    """What `Recorder` wrote: its facts, the request's body, the response's."""
    length = int.from_bytes(record[:4], "little")
    facts = marshal.loads(record[4:4 + length])
    middle = 4 + length + facts[_LENGTH]
    return facts, record[4 + length:middle], record[middle:]


def wake(fd):
    """Say that something is there; a full pipe says so already."""
    try:
        os.write(fd, b"W")
    except OSError:
        pass


def _id_in(fields):
    start = fields.find(_ID_FIELD)
    return "" if start < 0 else fields[start + len(_ID_FIELD):].partition("\r\n")[0]
