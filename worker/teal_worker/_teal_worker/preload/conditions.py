"""When the script cannot be imported once for all processes, and why."""
import os
import sys
import threading

try:
    import ctypes
except ImportError:
    ctypes = None

_PR_SET_CHILD_SUBREAPER = 36
_TASKS = "/proc/self/task"
_NAMES_LIMIT = 5


def hindrance(settings):
    """Why preloading is out of the question here, in words; None when it is not. What asks the system to make
    this process the parent of those that its descendants leave behind."""
    if not hasattr(os, "fork"):
        return "this platform cannot fork processes"
    if settings.debug_port is not None:
        return "with AZUREML_DEBUG_PORT the debugger sees the import in each process"
    if not _adopt_orphans():
        return "it needs Linux, and a Python with ctypes"
    return None


def _adopt_orphans():
    if ctypes is None or not sys.platform.startswith("linux"):
        return False
    try:
        return ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
    except (OSError, AttributeError):
        return False


def threads_that_stay():
    """What runs beside this thread and would be missing in a forked process, in words; None when nothing does."""
    others = [each.name for each in threading.enumerate() if each is not threading.current_thread()]
    if others:
        names = ", ".join(others[:_NAMES_LIMIT])
        return "importing the script started {} thread(s), such as {}".format(len(others), names)
    # Libraries that are ready for forks (OpenBLAS is one) end their threads before each; so the first fork shows
    # whose are left.
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    bury(pid)
    try:
        left = len(os.listdir(_TASKS)) - 1
    except OSError:
        return "without /proc threads cannot be counted"
    return "importing the script started {} thread(s) of native code".format(left) if left else None


def bury(pid):
    """Wait for a process that ends at once."""
    try:
        os.waitpid(pid, 0)
    except ChildProcessError:
        pass  # the script has arranged for its children to vanish by themselves
