"""How new connections reach this child and not its siblings."""
import logging
import select
import time

from ..journal import SERVER_LOGGER

# A sibling with fewer connections gets this long, per connection of difference, to take a new one: an
# idle one will do so at once unless the machine is short of time, a busy one may just be finishing.
_IDLE_YIELD_S, _IDLE_YIELD_LIMIT_S = 0.010, 0.100
_BUSY_YIELD_S, _BUSY_YIELD_LIMIT_S = 0.001, 0.005
# An idle sibling that is still not there after its time gets more of it, up to this: what comes on a second
# connection of this child would wait for the first, and the sibling lacks nothing but its turn on the processor.
_IDLE_PATIENCE_S = 0.5
_RETRY_S = 0.1

_logger = logging.getLogger(SERVER_LOGGER)


class Entrance:
    """The listening socket shared by all children. A connection stays with the child that accepts it,
    so each child holds back while a sibling holds fewer connections."""

    def __init__(self, listener, board, keeping, watch, unwatch):
        self._listener = listener
        self._board = board
        self._keeping = keeping
        self._watch = watch
        self._unwatch = unwatch
        self._watched = False
        self._yielded_s = 0.0
        self._door = select.poll()
        self._door.register(listener, select.POLLIN)
        self.due_at = None

    def open(self):
        """Look out for connections."""
        if not self._watched:
            self._watch(self._listener)
            self._watched = True
        self.due_at = None

    def arrival(self):
        """Somebody is at the door: the new socket, or None when it is left to others for now."""
        lead, idle = self._board.lead_at_door()
        if lead <= 0 and self._keeping.parts(time.monotonic()):
            # What this child holds is about to become a request; whoever is accepted now would wait for it.
            lead = self._board.load()
        if lead <= 0 or self._yielded_s >= (_IDLE_PATIENCE_S if idle else _BUSY_YIELD_S):
            return self.take()
        if idle:
            seconds = min(lead * _IDLE_YIELD_S, _IDLE_YIELD_LIMIT_S)
        else:
            seconds = min(lead * _BUSY_YIELD_S, _BUSY_YIELD_LIMIT_S)
        self._yielded_s += seconds
        self._pause(seconds)
        return None

    def resume(self):
        """A pause is over: as `arrival`, if somebody is still at the door."""
        self.open()
        if self._door.poll(0):
            return self.arrival()
        self._yielded_s = 0.0
        return None

    def take(self):
        """Accept one connection, if one is still there."""
        self._yielded_s = 0.0
        try:
            client, _ = self._listener.accept()
        except BlockingIOError:
            return None
        except OSError as error:
            _logger.error("A connection cannot be accepted: %s", error)
            self._pause(_RETRY_S)
            return None
        client.setblocking(False)
        return client

    def close(self):
        """Accept nothing more; what is queued belongs to the siblings."""
        if self._watched:
            self._unwatch(self._listener)
            self._watched = False
        self.due_at = None
        self._listener.close()

    def _pause(self, seconds):
        if self._watched:
            self._unwatch(self._listener)
            self._watched = False
        self.due_at = time.monotonic() + seconds
