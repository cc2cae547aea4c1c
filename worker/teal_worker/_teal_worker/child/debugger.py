"""Waits for a debugger, as AZUREML_DEBUG_PORT asks."""
import logging

from ..failures import BAD_ARGUMENT, StartFailure, describe
from ..journal import SERVER_LOGGER

_logger = logging.getLogger(SERVER_LOGGER)


def await_debugger(port):
    """Connect to the debugger that listens on a port of this machine, and go on when it says so."""
    if port is None:
        return
    try:
        import debugpy
    except ImportError:
        _logger.error("AZUREML_DEBUG_PORT is set, but the environment has no package debugpy; going on without.")
        return
    _logger.info("Connecting to the debugger on port %d, and waiting for it.", port)
    try:
        debugpy.connect(port)
    except Exception as error:
        message = "AZUREML_DEBUG_PORT is {}, but no debugger can be reached there: {}".format(port, describe(error))
        raise StartFailure(BAD_ARGUMENT, message) from None
    debugpy.wait_for_client()
    _logger.info("The debugger is there.")
