"""The files of one collection: a log that rolls with the time, and large or binary data beside it."""
import errno
import os
import time

_FORMATS = {"minute": "%Y/%m/%d/%H/%M", "hour": "%Y/%m/%d/%H", "day": "%Y/%m/%d", "month": "%Y/%m", "year": "%Y"}
_FOLDER_MODE, _FILE_MODE = 0o700, 0o600
_BLOCK = 64 * 1024
# What collected data leaves free on the disk: a Teal without room refuses every change.
_RESERVE_SHARE, _MOST_RESERVE = 0.05, 1 << 30
_LEAST_SURVEY_S, _SURVEY_REST = 60.0, 50.0


class NoRoom(Exception):
    """Nothing may be written now; `reason` is the word that the drops are counted under."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class CollectionFiles:
    """Everything is written by one process, which is the only one of this instance."""

    def __init__(self, collection, plan, now=time.time):
        self._collection = collection
        self._plan = plan
        self._now = now
        self._fd = None
        self._period = None
        self._room = Room(collection.folder, plan.max_bytes)

    def append(self, lines):
        """Write whole lines, all or none. Raises NoRoom or OSError."""
        self._room.claim(len(lines))
        fd = self._opened()
        before = os.fstat(fd).st_size
        try:
            write_all(fd, lines)
        except OSError:
            # Half a line would spoil the file for its readers.
            os.ftruncate(fd, before)
            raise
        self._room.used += len(lines)

    def put(self, name, body):
        """Write a file beside the log; returns its address. Raises NoRoom or OSError."""
        self._room.claim(len(body))
        folder = self._folder(self._current())
        path = os.path.join(folder, name)
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE)
        try:
            write_all(fd, body)
        except OSError:
            os.unlink(path)
            raise
        finally:
            os.close(fd)
        self._room.used += len(body)
        return "/".join((self._collection.uri, self._current(), name))

    def close(self):
        """Let go of the open log."""
        if self._fd is not None:
            os.close(self._fd)
        self._fd = None

    def _current(self):
        return time.strftime(_FORMATS[self._plan.rolling], time.gmtime(self._now()))

    def _opened(self):
        period = self._current()
        # Somebody may have removed the file, or its whole folder.
        if self._fd is not None and (period != self._period or os.fstat(self._fd).st_nlink == 0):
            self.close()
        if self._fd is None:
            path = os.path.join(self._folder(period), self._plan.instance_id + ".jsonl")
            fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, _FILE_MODE)
            try:
                mend(fd)
            except OSError:
                os.close(fd)
                raise
            self._fd, self._period = fd, period
        return self._fd

    def _folder(self, period):
        folder = os.path.join(self._collection.folder, *period.split("/"))
        os.makedirs(folder, _FOLDER_MODE, exist_ok=True)
        return folder


class Room:
    """How much a collection may take: its own cap, which all instances share, and what the disk has to spare."""

    def __init__(self, folder, most, clock=time.monotonic):
        self._folder = folder
        self._most = most
        self._clock = clock
        self._survey_at = 0.0
        self.used = 0

    def claim(self, size):
        """Raises NoRoom when `size` bytes more are too many."""
        now = self._clock()
        if now >= self._survey_at:
            self.used = _size_of(self._folder)
            took = self._clock() - now
            self._survey_at = now + max(_LEAST_SURVEY_S, took * _SURVEY_REST)
        if self.used + size > self._most:
            raise NoRoom("cap")
        os.makedirs(self._folder, _FOLDER_MODE, exist_ok=True)
        disk = os.statvfs(self._folder)
        reserve = min(_MOST_RESERVE, disk.f_blocks * disk.f_frsize * _RESERVE_SHARE)
        if disk.f_bavail * disk.f_frsize < reserve + size:
            raise NoRoom("disk_full")


def mend(fd):
    """Cut off a last line that a killed writer left unfinished."""
    size = end = os.fstat(fd).st_size
    while end > 0:
        start = max(0, end - _BLOCK)
        at = os.pread(fd, end - start, start).rfind(b"\n")
        if at >= 0:
            end = start + at + 1
            break
        end = start
    if end < size:
        os.ftruncate(fd, end)


def write_all(fd, content):
    """Write all of it, however little the system takes at once."""
    rest = memoryview(content)
    while len(rest):
        rest = rest[os.write(fd, rest):]


def reason_of(error):
    """The word that a drop is counted under."""
    if isinstance(error, NoRoom):
        return error.reason
    if isinstance(error, OSError):
        return "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "io_error"
    return "internal_error"


def _size_of(folder):
    size = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                size += os.lstat(os.path.join(place, name)).st_size
            except OSError:
                pass
    return size
