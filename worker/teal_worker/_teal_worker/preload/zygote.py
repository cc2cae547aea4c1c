"""The zygote: it imports the scoring script once, then forks a child whenever the master asks. It serves nobody."""
import gc
import logging
import os
import signal
import time

from ..births import ChildBorn
from ..child.process import EXIT_START_FAILED, begin, load, tell
from ..failures import StartFailure
from ..journal import SERVER_LOGGER
from .conditions import bury, threads_that_stay
from .orders import announce_birth, take_order

_ADOPTION_LOOK_S = 0.0005

_logger = logging.getLogger(SERVER_LOGGER)


def run_zygote(settings, place):
    """Import the script and fork on demand; returns the exit code, or raises ChildBorn in the children."""
    line, master_pid = place.line, place.master_pid
    begin(master_pid)
    began = time.monotonic()
    try:
        loaded = load(settings, line)
    except StartFailure as failure:
        tell(line, {"event": "failed", "code": failure.code, "message": failure.message})
        return EXIT_START_FAILED
    reason = threads_that_stay()
    if reason is not None:
        tell(line, {"event": "unshareable", "reason": reason})
        line.recv(1)
        os._exit(1)
    _logger.info("Imported the script in %.3f s, for all worker processes.", time.monotonic() - began)
    # What comes for the whole process group is the master's to answer.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    # A collection in a child would write to all objects that it shares, and so copy them.
    gc.collect()
    gc.freeze()
    tell(line, {"event": "loaded"})
    while True:
        order = take_order(line)
        if order is None:
            os._exit(1)  # the master is gone
        slot, child_line = order
        if _fork():
            line.close()
            _await_adoption(child_line, master_pid)
            raise ChildBorn(place.seat_of(slot, child_line), loaded)
        child_line.close()


def _fork():
    """Fork by way of a process that ends at once, so that the child is left to the master. True in the child."""
    middle = _forked()
    if middle != 0:
        if middle is not None:
            bury(middle)
        return False
    if _forked() != 0:
        os._exit(0)
    return True


def _forked():
    try:
        return os.fork()
    except OSError as error:
        # The master sees that the child's line has no other end, and tries again.
        _logger.error("A process cannot be forked: %s", error)
        return None


def _await_adoption(child_line, master_pid):
    middle = os.getppid()
    while middle != master_pid and os.getppid() == middle:
        time.sleep(_ADOPTION_LOOK_S)
    try:
        announce_birth(child_line)
    except OSError:
        os._exit(1)  # the master has given up waiting
