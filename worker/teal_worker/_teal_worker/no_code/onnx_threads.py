"""How many threads one run of a graph may use."""
import os

from ..failures import BAD_ARGUMENT, StartFailure

_VARIABLE = "ONNX_INTRA_OP_THREADS"


def thread_count(environ):
    """ONNX_INTRA_OP_THREADS, else the processors that this worker may use, shared among its processes."""
    wanted = environ.get(_VARIABLE)
    if wanted:
        if not wanted.isdigit() or int(wanted) < 1:
            message = "{} must be a whole number of at least 1, but it is {!r}.".format(_VARIABLE, wanted)
            raise StartFailure(BAD_ARGUMENT, message)
        return int(wanted)
    return max(1, _processors(environ) // _number(environ.get("WORKER_COUNT"), 1))


def _processors(environ):
    # The worker writes the share that the deployment allows itself into this variable.
    limit = environ.get("OMP_NUM_THREADS")
    own = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(own, _number(limit, own))


def _number(text, fallback):
    return int(text) if text and text.isdigit() and int(text) > 0 else fallback
