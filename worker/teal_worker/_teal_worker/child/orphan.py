"""Make a child end with its master."""
import os
import signal
import sys

try:
    import ctypes
except ImportError:
    ctypes = None

_PR_SET_PDEATHSIG = 1


def die_with(master_pid):
    """Ask the kernel to end this process when the master ends, however that happens."""
    if ctypes is not None and sys.platform.startswith("linux"):
        try:
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        except (OSError, AttributeError):
            pass  # the loop still polls for the master
    if os.getppid() != master_pid:
        os._exit(1)
