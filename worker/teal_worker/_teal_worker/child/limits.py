"""Memory and thread limits of a child, as far as the operating system lets us."""
import logging
import os

from ..journal import SERVER_LOGGER

try:
    import resource
except ImportError:
    resource = None

_THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

_logger = logging.getLogger(SERVER_LOGGER)


def apply_limits(settings):
    """Apply what the deployment allows itself; must run before user code is imported."""
    # Whoever divides the machine among its worker processes has to know how many they are.
    os.environ["WORKER_COUNT"] = str(settings.worker_count)
    if settings.cpus is not None:
        _cap_threads(max(1, int(settings.cpus)))
    if settings.memory_bytes is not None:
        _cap_memory(settings.memory_bytes)


def _cap_threads(threads):
    # Numeric libraries start one thread per core of the machine, whatever share of it is ours.
    applied = [name for name in _THREAD_VARIABLES if name not in os.environ]
    for name in applied:
        os.environ[name] = str(threads)
    if applied:
        _logger.info("Set %s to %d.", ", ".join(applied), threads)


def _cap_memory(wanted):
    # RLIMIT_AS would also count mapped model files, which cost nothing until they are read.
    try:
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
        _logger.info("Limited the memory of this worker process to %d bytes.", limit)
    except (AttributeError, OSError, ValueError) as error:
        _logger.warning("The memory limit of %d bytes cannot be applied: %s", wanted, error)
