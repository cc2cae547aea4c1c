"""Signals of the master, turned into turns of its loop."""
import selectors
import signal
import socket


class Signals:
    """Counts requests to end; every handled signal wakes the selector."""

    def __init__(self, selector):
        self.terms = 0
        self._selector = selector
        self._reader = self._writer = None

    def open(self):
        """Take over the signals of this process."""
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._selector.register(self._reader, selectors.EVENT_READ, self._on_wake)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGTERM, self._on_term)
        # Only handled signals wake the loop, and the default for a dead child is to be ignored.
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        # An instance outlives the terminal it was started from.
        for ignored in (signal.SIGHUP, signal.SIGINT):
            signal.signal(ignored, signal.SIG_IGN)

    def close_after_fork(self):
        """Give a child the defaults, apart from what it is to ignore as well."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        self._reader.close()
        self._writer.close()

    def _on_term(self, _number, _frame):
        self.terms += 1

    @staticmethod
    def _on_wake(reader):
        try:
            reader.recv(4096)
        except BlockingIOError:
            pass
