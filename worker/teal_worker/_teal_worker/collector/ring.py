"""Records on their way from a child to the collector: rings in shared memory, each with one writer and one
reader, so that neither ever waits for the other. They outlive both."""
import mmap

RING_BYTES = 32 << 20
MOST_RECORDS = 10000

_CELLS = 8
_HEAD, _TAIL, _IN, _OUT = range(4)
# Drops by the writer, who has nobody to tell them to: of the request, then of the response.
_FULL, _LARGE = 4, 6
_ASLEEP, _FINISHING = range(2)
_LENGTH = 8
_PAD = (1 << 64) - 1


class Rings:
    """The memory that master, children and collector share: a few cells, counters, and a ring for each child.
    Pages are taken only when they are used."""

    def __init__(self, slots, counters=0, size=RING_BYTES, most=MOST_RECORDS):
        fixed = (slots + 1) * _CELLS * 8
        header = mmap.PAGESIZE * (1 + (fixed + counters * 8) // mmap.PAGESIZE)
        self._memory = mmap.mmap(-1, header + slots * size)
        view = memoryview(self._memory)
        self._cells = view[:_CELLS * 8].cast("Q")
        self.counts = view[fixed:fixed + counters * 8].cast("Q")
        self.all = []
        for slot in range(slots):
            cells = view[(slot + 1) * _CELLS * 8:(slot + 2) * _CELLS * 8].cast("Q")
            start = header + slot * size
            self.all.append(Ring(cells, view[start:start + size], most))

    @property
    def asleep(self):
        """Whether the reader has to be woken."""
        return self._cells[_ASLEEP] != 0

    @asleep.setter
    def asleep(self, asleep):
        self._cells[_ASLEEP] = 1 if asleep else 0

    @property
    def finishing(self):
        """Whether the reader is to end as soon as the rings are empty."""
        return self._cells[_FINISHING] != 0

    def finish(self):
        """Nobody will write any more."""
        self._cells[_FINISHING] = 1


class Ring:
    """Bounded by bytes and by records. Positions only grow; a record lies in one piece."""

    def __init__(self, cells, area, most):
        self._cells = cells
        self._area = area
        self._lengths = area.cast("Q")
        self._size = len(area)
        self._most = most

    # -- the writer ----------------------------------------------------------------------------------

    def offer(self, pieces, wanted=(True, True)):
        """Put one record, given in pieces. False, and counted, when it has no room; `wanted` tells for which
        of request and response."""
        cells, size = self._cells, self._size
        length = sum(map(len, pieces))
        need = _needed(length)
        if need > size // 2:
            return self._dropped(_LARGE, wanted)
        head, tail = cells[_HEAD], cells[_TAIL]
        at = tail % size
        # Who keeps up uses the first half only: what is skipped counts as full until the reader has passed it.
        pad = size - at if at + need > size or (head == tail and at >= size // 2) else 0
        if tail + pad + need - head > size or cells[_IN] - cells[_OUT] >= self._most:
            return self._dropped(_FULL, wanted)
        if pad:
            self._lengths[at // 8] = _PAD
            at = 0
        self._lengths[at // 8] = length
        place = at + _LENGTH
        for piece in pieces:
            self._area[place:place + len(piece)] = piece
            place += len(piece)
        cells[_IN] += 1
        # Last: a record counts only once all of it is there, whenever its writer dies.
        cells[_TAIL] = tail + pad + need
        return True

    def _dropped(self, reason, wanted):
        for place, missed in enumerate(wanted):
            if missed:
                self._cells[reason + place] += 1
        return False

    # -- the reader ----------------------------------------------------------------------------------

    @property
    def mark(self):
        """How far the writer is."""
        return self._cells[_TAIL]

    def take(self, mark):
        """The oldest record before `mark`, or None. Reading up to a mark that is a moment old makes sure that
        what was written before it is visible to this processor, too."""
        cells, size = self._cells, self._size
        while True:
            head = cells[_HEAD]
            if head >= mark:
                return None
            at = head % size
            length = self._lengths[at // 8]
            if length == _PAD:
                cells[_HEAD] = head + size - at
                continue
            need = _needed(length)
            if at + need > size:
                cells[_HEAD] = mark  # not ours: better lost than misread
                continue
            record = bytes(self._area[at + _LENGTH:at + _LENGTH + length])
            cells[_OUT] += 1
            cells[_HEAD] = head + need
            return record

    @property
    def is_empty(self):
        """Whether the reader has seen everything."""
        return self._cells[_HEAD] == self._cells[_TAIL]

    def drops(self):
        """(full, large) for the request, and for the response."""
        cells = self._cells
        return [(cells[_FULL + place], cells[_LARGE + place]) for place in range(2)]


def _needed(length):
    return (_LENGTH + length + 7) // 8 * 8
