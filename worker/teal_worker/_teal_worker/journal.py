"""Everything the worker logs: one line format on stderr, print() included.

A line is: UTC time, level letter, [pid], logger, message. Loggers keep the names that users' logging.json
files already refer to.
"""
import builtins
import json
import logging
import logging.config
import os
import sys
import threading
import time

from .failures import BAD_ARGUMENT, StartFailure, describe

SERVER_LOGGER = "azmlinfsrv"
PRINT_LOGGER = "azmlinfsrv.print"

_TARGET_LIMIT = 1024
_original_print = builtins.print
_printing = threading.local()
_stock_handlers = []


def open_journal(level):
    """Give root and server loggers their stderr handler; safe to call once per program."""
    handler = logging.StreamHandler(sys.stderr)
    formatter = logging.Formatter("%(asctime)s %(levelname).1s [%(process)d] %(name)s - %(message)s")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    _stock_handlers[:] = [handler]
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    server = logging.getLogger(SERVER_LOGGER)
    server.addHandler(handler)
    server.propagate = False
    known = isinstance(logging.getLevelName(level), int)
    server.setLevel(level if known else logging.INFO)
    if not known:
        server.warning("AZUREML_LOG_LEVEL %r is not a log level; using INFO.", level)
    return server


def apply_user_config(*folders):
    """Apply the first logging.json found in `folders` on top of the default configuration."""
    for folder in folders:
        path = os.path.join(folder, "logging.json")
        if not os.path.isfile(path):
            continue
        try:
            with open(path, encoding="utf-8") as file:
                logging.config.dictConfig(json.load(file))
        except Exception as error:
            raise StartFailure(BAD_ARGUMENT, "{} cannot be applied: {}".format(path, describe(error)))
        # dictConfig switches existing loggers off unless the file says otherwise; nobody who writes
        # such a file means to lose print().
        for name in (SERVER_LOGGER, PRINT_LOGGER):
            logging.getLogger(name).disabled = False
        return


def redirect_print():
    """Send print() to the log, unless the caller names another file."""
    logger = logging.getLogger(PRINT_LOGGER)

    def journal_print(*objects, sep=" ", end="\n", file=None, flush=False):
        # A logging handler of the user's may itself print.
        if (file is not None and file is not sys.stdout) or getattr(_printing, "active", False):
            _original_print(*objects, sep=sep, end=end, file=file, flush=flush)
            return
        text = (" " if sep is None else sep).join(map(str, objects))
        _printing.active = True
        try:
            logger.info("%s", text)
        finally:
            _printing.active = False

    builtins.print = journal_print


class RequestLog:
    """One line per scoring request. The stock handler is bypassed while it would do nothing else than
    write to stderr: formatting a LogRecord costs more than the rest of a request."""

    def __init__(self):
        self._logger = logging.getLogger(SERVER_LOGGER)
        self._pid = os.getpid()
        self._second = -1
        self._stamp = ""
        self._enabled = self._logger.isEnabledFor(logging.INFO)
        self._direct = self._enabled and self._is_stock()

    def _is_stock(self):
        logger = self._logger
        plain = not (logger.filters or logger.propagate or logger.disabled)
        return plain and logger.handlers == _stock_handlers and not _stock_handlers[0].filters

    def write(self, request, status, milliseconds, size):
        """Log one answered request."""
        if not self._enabled:
            return
        target = request.target[:_TARGET_LIMIT]
        line = "%s %s %d %.3fms %s" % (request.method, target, status, milliseconds, size)
        if not self._direct:
            self._logger.info("%s", line)
            return
        now = time.time()
        second = int(now)
        if second != self._second:
            self._second = second
            self._stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(second))
        thousandths = int((now - second) * 1000)
        text = "%s,%03d I [%d] %s - %s\n" % (self._stamp, thousandths, self._pid, SERVER_LOGGER, line)
        try:
            os.write(2, text.encode("utf-8", "replace"))
        except OSError:
            pass  # a full disk or a closed stderr must not fail a request
