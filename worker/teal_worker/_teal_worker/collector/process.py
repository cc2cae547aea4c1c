"""The collector's own process, beside the children: hears what they and their scripts give, and writes it."""
import os
import selectors
import signal
import time

from .backlog import Backlog
from .door import CollectorDoor
from .plan import REQUEST, RESPONSE
from .recorder import WANTED, read_record
from .tally import Tally
from .writer import Writer

STATUS_FILE = "collector.json"

# Records are taken in batches: this long after the first one came.
_PAUSE_S = 0.05
_IDLE_S = 1.0
_NICENESS = 5
_FLUSH_S, _LAST_S = 4.0, 0.5


class Collector:
    """Runs until the master says that nobody writes any more, or is gone."""

    def __init__(self, place):
        self._place = place
        self._rings = place.rings
        self._backlog = Backlog()
        self._tally = Tally(os.path.join(place.folder, STATUS_FILE), place.plan, place.rings)
        self._writer = Writer(place.plan, self._backlog, self._tally)
        self._selector = selectors.DefaultSelector()
        self._marks = [0] * len(place.rings.all)

    def run(self):
        """Serve; returns once everything is written, or has had its time."""
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # to the whole group: the master says when
        try:
            os.nice(_NICENESS)
        except OSError:
            pass
        self._selector.register(self._place.wake_reader, selectors.EVENT_READ, self._on_wake)
        if self._place.listener is not None:
            parts = (self._place.plan, self._backlog, self._tally)
            CollectorDoor(self._selector, self._place.listener, self._place.credential, parts)
        self._writer.start()
        look_at = time.monotonic()
        while not self._ends():
            for key, _ in self._selector.select(max(0.0, look_at - time.monotonic())):
                key.data()
            if self._rings.asleep is False and look_at - time.monotonic() > _PAUSE_S:
                look_at = time.monotonic() + _PAUSE_S
            if time.monotonic() >= look_at:
                look_at = time.monotonic() + (_PAUSE_S if self._look() else _IDLE_S)
        self._finish()

    def _ends(self):
        return self._rings.finishing or os.getppid() != self._place.master_pid

    def _on_wake(self):
        try:
            os.read(self._place.wake_reader, 4096)
        except BlockingIOError:
            pass

    def _look(self):
        """Take what was there at the last look, and note what is there now. False when there is nothing."""
        rings = self._rings.all
        for place, ring in enumerate(rings):
            self._drain(ring, self._marks[place])
            self._marks[place] = ring.mark
        if not all(ring.is_empty for ring in rings):
            return True
        self._rings.asleep = True
        if all(ring.is_empty for ring in rings):
            return False
        self._rings.asleep = False
        return True

    def _drain(self, ring, mark):
        # What does not fit into the backlog stays in the ring, which counts what does not fit there.
        while self._backlog.has_room():
            record = ring.take(mark)
            if record is None:
                return
            self._backlog.offer(record, len(record))

    def _give_up(self, ring):
        for record in iter(lambda: ring.take(ring.mark), None):
            facts, _, _ = read_record(record)
            for name, wanted in zip((REQUEST, RESPONSE), facts[WANTED]):
                if wanted:
                    self._tally.dropped(name, "stopped")

    def _finish(self):
        until = time.monotonic() + _FLUSH_S
        time.sleep(_PAUSE_S)
        while time.monotonic() < until:
            # What scripts posted last is still in the sockets.
            heard = self._selector.select(0)
            for key, _ in heard:
                key.data()
            for ring in self._rings.all:
                self._drain(ring, ring.mark)
            if not heard and all(ring.is_empty for ring in self._rings.all):
                break
            time.sleep(0 if heard else 0.01)
        self._backlog.close()
        self._writer.join(max(0.1, until - time.monotonic()))
        if self._writer.is_alive():
            self._writer.expired = True
            self._writer.join(_LAST_S)
        for ring in self._rings.all:
            self._give_up(ring)
        self._tally.tick(final=True)
