"""Ends what takes too long in a child: a request, or its own exit."""
import logging
import signal

from ..journal import SERVER_LOGGER

# How long a child may take to unwind a request that outlived WORKER_TIMEOUT, and to run atexit functions.
_UNWIND_GRACE_S = 2.0
_GOODBYE_GRACE_S = 5.0

_logger = logging.getLogger(SERVER_LOGGER)


def watch(child, board, limit_s, now):
    """Look at one living child; to be called regularly. A limit of 0 means none."""
    if child.finished_at is not None:
        if now - child.finished_at > _GOODBYE_GRACE_S:
            child.kill()
        return
    since = board.busy_since(child.slot)
    if child.condemned_at is not None:
        if since != child.condemned_request:
            child.condemned_at = None
        elif now - child.condemned_at > _UNWIND_GRACE_S:
            child.kill()
        return
    if since and limit_s and now - since > limit_s:
        # The alarm lets the child answer its client before it goes; code that cannot be interrupted
        # is killed after the grace.
        _logger.critical("Worker process %d is busy for more than WORKER_TIMEOUT (%g s).", child.pid, limit_s)
        child.condemned_at, child.condemned_request = now, since
        board.condemn(child.slot)
        child.kill(signal.SIGALRM)
