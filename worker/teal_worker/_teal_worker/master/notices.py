"""The one-way line to whoever started the worker: JSON lines on an inherited file descriptor."""
import json
import os


class Notices:
    """Reports events. The reader may be gone at any time, which is no concern of this instance."""

    def __init__(self, fd):
        self._fd = fd
        if fd is not None:
            try:
                os.set_inheritable(fd, False)
            except OSError:
                self._fd = None

    def ready(self, seconds):
        """All children answer."""
        self._write({"event": "ready", "pid": os.getpid(), "seconds": round(seconds, 3)})

    def failed(self, code, message):
        """The worker will exit because it could not start."""
        self._write({"event": "failed", "code": code, "message": message})

    def close(self):
        """Let go of the descriptor; a child must not keep the reader waiting for an end of file."""
        if self._fd is not None and self._fd > 2:
            try:
                os.close(self._fd)
            except OSError:
                pass
        self._fd = None

    def _write(self, event):
        if self._fd is None:
            return
        try:
            os.write(self._fd, (json.dumps(event) + "\n").encode("ascii"))
        except OSError:
            self._fd = None
