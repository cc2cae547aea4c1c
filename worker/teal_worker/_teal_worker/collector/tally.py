"""Counts what was collected and what was not, and tells: a file for whoever looks, a line a minute for drops."""
import json
import logging
import os
import threading
import time

from ..journal import SERVER_LOGGER
from .plan import REQUEST, RESPONSE

UNKNOWN = "unknown"
REASONS = ("queue_full", "too_large", "cap", "disk_full", "io_error", "internal_error", "unknown_collection", "stopped")
# Events, and those whose lot was above the rate, come before the drops.
CELLS = 2 + len(REASONS)

_TELL_EVERY_S = 60.0
_WRITE_EVERY_S = 1.0

_logger = logging.getLogger(SERVER_LOGGER)


class Tally:
    """Counters by collection, and for drops by reason; of the whole life of the instance, because they lie in the
    memory that outlives a collector. What names no collection counts as `unknown`."""

    def __init__(self, path, plan, rings, clock=time.monotonic):
        self._path = path
        self._rings = rings
        self._clock = clock
        self._lock = threading.Lock()
        names = sorted(plan.collections) + [UNKNOWN]
        self._rows = {name: place * CELLS for place, name in enumerate(names)}
        self._payload = [(place, name) for place, name in enumerate((REQUEST, RESPONSE)) if name in plan.collections]
        self._told = {}
        self._tell_at = 0.0
        self._write_at = 0.0
        self._written = None

    def collected(self, name, count=1):
        """Events that are in their file."""
        self._add(name, 0, count)

    def sampled_out(self, name):
        """An event whose lot was above the rate: no drop."""
        self._add(name, 1, 1)

    def dropped(self, name, reason, count=1):
        """Events that are lost."""
        self._add(name, 2 + REASONS.index(reason), count)

    def drops(self):
        """All drops there are: {collection: {reason: count}}."""
        cells = self._rings.counts
        found = {name: dict(zip(REASONS, cells[row + 2:row + CELLS])) for name, row in self._rows.items()}
        for ring in self._rings.all:
            counts = ring.drops()
            for place, name in self._payload:
                for reason, count in zip(("queue_full", "too_large"), counts[place]):
                    found[name][reason] += count
        shown = {name: {word: count for word, count in reasons.items() if count} for name, reasons in found.items()}
        return {name: reasons for name, reasons in shown.items() if reasons}

    def tick(self, final=False):
        """Tell what is due; to be called about once a second."""
        now = self._clock()
        if now >= self._write_at or final:
            self._write_at = now + _WRITE_EVERY_S
            self._write()
        if now >= self._tell_at or final:
            self._tell(now)

    def _add(self, name, place, count):
        with self._lock:
            self._rings.counts[self._rows[name] + place] += count

    def _write(self):
        cells = self._rings.counts
        rows = [(name, row) for name, row in self._rows.items() if name != UNKNOWN]
        status = {
            "events": {name: cells[row] for name, row in rows},
            "sampledOut": {name: cells[row + 1] for name, row in rows if name not in (REQUEST, RESPONSE)},
            "drops": self.drops(),
        }
        if status == self._written:
            return
        self._written = status
        try:
            with open(self._path + ".next", "w", encoding="ascii") as file:
                json.dump(dict(status, at=int(time.time() * 1000)), file)
            os.replace(self._path + ".next", self._path)
        except OSError:
            self._written = None  # a full disk: later

    def _tell(self, now):
        drops = self.drops()
        fresh = []
        for name in sorted(drops):
            for reason in sorted(drops[name]):
                count = drops[name][reason] - self._told.get(name, {}).get(reason, 0)
                if count:
                    fresh.append("{} of {} ({})".format(count, name, reason))
        if fresh:
            self._told = drops
            self._tell_at = now + _TELL_EVERY_S
            _logger.warning("Data collection dropped events: %s.", ", ".join(fresh))
