"""What is told of run() to a router that traces: when it ran, and what it raised, without a word of the request.

The router asks with `x-teal-trace` and takes `x-teal-span` out of the answer; clients see neither. Its format:

    SPAN-ID START DURATION [TYPE [FRAMES]]

times in nanoseconds of the clock that never jumps, which processes of one machine share; the exception's type and its
innermost frames, `FILE:LINE in FUNCTION` each, percent-encoded and separated by commas.
"""
import os
import sys
import time
import traceback
from urllib.parse import quote

_OWN_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_FRAMES_LIMIT = 16
_NAME_LIMIT = 200
_PARENT = "traceparent"
_ASKED = "x-teal-trace"


class Span:
    """One call of run(). A child runs one request at a time, on its main thread."""

    __slots__ = ("_id", "_began", "_ended", "_fault")

    def __init__(self, identity):
        self._id = identity
        self._began = self._ended = None
        self._fault = ""

    def enter(self):
        """run() is about to be called."""
        self._began = time.monotonic_ns()

    def leave(self):
        """run() returned or raised."""
        self._ended = time.monotonic_ns()

    def fail(self, error):
        """run() raised: the type and the places are kept, never the message, which may hold what the client sent."""
        try:
            self._fault = " %s %s" % (_name_of(type(error)), _frames_of(error.__traceback__))
        except Exception:
            self._fault = " Exception"

    def field(self):
        """The header line for the router; nothing when run() was not called."""
        if self._ended is None:
            return ""
        return "x-teal-span: %s %d %d%s\r\n" % (self._id, self._began, self._ended - self._began, self._fault)


def span_of(headers):
    """The span that the router asks for, or None. The script sees it as the parent of its own."""
    if headers.pop(_ASKED, None) is None:
        return None
    version, trace, _, flags = (headers.get(_PARENT, "").split("-") + ["", "", "", ""])[:4]
    identity = os.urandom(8).hex()
    if trace:
        headers[_PARENT] = "-".join((version, trace, identity, flags))
    return Span(identity)


def _name_of(kind):
    module = kind.__module__
    name = kind.__qualname__ if module in ("builtins", "entry_module") else "%s.%s" % (module, kind.__qualname__)
    return quote(name[:_NAME_LIMIT], safe="")


def _frames_of(trace):
    codes = [(frame.f_code, line) for frame, line in traceback.walk_tb(trace)]
    frames = [_place(*each) for each in codes if not each[0].co_filename.startswith(_OWN_FOLDER + os.sep)]
    return ",".join(frames[-_FRAMES_LIMIT:])


def _place(code, line):
    path = code.co_filename
    for folder in [os.getcwd()] + sys.path:
        if folder and path.startswith(folder + os.sep):
            path = path[len(folder) + 1:]
            break
    return quote("%s:%d in %s" % (path[-_NAME_LIMIT:], line, code.co_name[:_NAME_LIMIT]), safe="")
