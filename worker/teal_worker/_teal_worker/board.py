"""A few numbers per child in shared memory, so that neither side ever has to ask the other.

The master sees who has been busy for too long; a child sees whether a sibling holds fewer connections, and
whether connections are worth keeping at all.
"""
import mmap
import time

_FIELDS = 7
_BUSY, _LOAD, _READY, _CONDEMNED, _LEAVING, _PARTING, _NEW = range(_FIELDS)
# One that has said nothing yet is about to: whoever joins it waits, as nobody does beside any number of kept ones.
_NEW_WEIGHT = 1000


class Board:
    """Shared between the master and all children; each slot is written by its own child alone,
    apart from `condemn` and `dismiss`, which are the master's."""

    def __init__(self, slots):
        self.slots = slots
        self._memory = mmap.mmap(-1, max(mmap.PAGESIZE, slots * _FIELDS * 8))
        self._cells = memoryview(self._memory).cast("d")

    def clear(self, slot):
        """Forget a child that is gone."""
        for field in range(_FIELDS):
            self._cells[slot * _FIELDS + field] = 0.0

    def busy_since(self, slot):
        """Monotonic time at which the running request began, 0.0 when there is none."""
        return self._cells[slot * _FIELDS + _BUSY]

    def condemn(self, slot):
        """Tell a child that its running request has outlived WORKER_TIMEOUT."""
        self._cells[slot * _FIELDS + _CONDEMNED] = 1.0

    def dismiss(self, slot):
        """Tell a child that is busy, and so cannot hear, that it is to drain after this request."""
        self._cells[slot * _FIELDS + _LEAVING] = 1.0

    def seat(self, slot):
        """The view that the child of this slot works with."""
        return Seat(self._cells, slot, self.slots)


class Seat:
    """One child's own cells, and a look at those of its siblings."""

    def __init__(self, cells, slot, slots):
        self.slot = slot
        self._cells = cells
        self._busy = slot * _FIELDS + _BUSY
        self._load = slot * _FIELDS + _LOAD
        self._condemned = slot * _FIELDS + _CONDEMNED
        self._leaving = slot * _FIELDS + _LEAVING
        self._ready = slot * _FIELDS + _READY
        self._parting = slot * _FIELDS + _PARTING
        self._new = slot * _FIELDS + _NEW
        self._others = [other * _FIELDS for other in range(slots) if other != slot]
        self._partings = [each * _FIELDS + _PARTING for each in range(slots)]
        self.alone = slots == 1

    def begin(self):
        """A request starts; returns its start on the monotonic clock."""
        now = time.monotonic()
        self._cells[self._busy] = now
        return now

    def end(self):
        """The request is over."""
        self._cells[self._busy] = 0.0

    def set_ready(self, ready):
        """Whether this child takes connections."""
        self._cells[self._ready] = 1.0 if ready else 0.0

    def set_load(self, connections):
        """How many connections this child holds."""
        self._cells[self._load] = connections

    def load(self):
        """What was given to `set_load`."""
        return self._cells[self._load]

    def set_new(self, connections):
        """How many of them have not brought a request yet."""
        self._cells[self._new] = connections

    def part_until(self, moment):
        """Ask all children to let connections end after their answers until then, on the monotonic clock."""
        self._cells[self._parting] = moment

    def parting_until(self):
        """The latest moment that any child has asked for; 0.0 when none has."""
        cells = self._cells
        return max([cells[each] for each in self._partings])

    @property
    def condemned(self):
        """True once the master has given up on the running request."""
        return self._cells[self._condemned] != 0.0

    @property
    def leaving(self):
        """True once the master has asked for a drain."""
        return self._cells[self._leaving] != 0.0

    def lead(self):
        """(connections held beyond the least loaded sibling, whether such a sibling is idle)."""
        return self._lead(0)

    def lead_at_door(self):
        """As `lead`, with more weight on connections whose first request is still to come."""
        return self._lead(_NEW_WEIGHT)

    def _lead(self, weight):
        cells = self._cells
        mine = cells[self._load] + weight * cells[self._new]
        most, idle = 0, False
        for other in self._others:
            ahead = mine - cells[other + _LOAD] - weight * cells[other + _NEW]
            if ahead > 0 and cells[other + _READY]:
                most = max(most, ahead)
                idle = idle or not cells[other + _BUSY]
        return most, idle
