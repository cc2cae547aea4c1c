"""What is read but not written yet: bounded by count and bytes, so that a slow disk costs data and nothing else."""
import threading

_MOST, _MOST_BYTES = 2000, 64 << 20


class Backlog:
    """Between the thread that hears and the thread that writes."""

    def __init__(self, most=_MOST, most_bytes=_MOST_BYTES):
        self._most = most
        self._most_bytes = most_bytes
        self._items = []
        self._bytes = 0
        self._closed = False
        self._changed = threading.Condition()

    def has_room(self):
        """Whether one item more is taken. One that is larger than the whole is, when it comes alone."""
        return len(self._items) < self._most and self._bytes < self._most_bytes

    def offer(self, item, size):
        """Take an item; False when there is no room."""
        with self._changed:
            if self._closed or not self.has_room():
                return False
            self._items.append(item)
            self._bytes += size
            self._changed.notify()
            return True

    def take(self, patience):
        """All that is there, after a wait for the first; None once it is closed and empty."""
        with self._changed:
            if not self._items and not self._closed:
                self._changed.wait(patience)
            if not self._items:
                return None if self._closed else []
            items, self._items = self._items, []
            self._bytes = 0
            return items

    def close(self):
        """Nothing more will come."""
        with self._changed:
            self._closed = True
            self._changed.notify()
