"""The collector as the master and the children see it: what they share, and a process that is started again."""
import json
import logging
import os
import secrets
import signal
import socket
import time

from ..failures import BAD_ARGUMENT, StartFailure
from ..journal import SERVER_LOGGER
from .process import Collector
from .recorder import Recorder, wake
from .ring import Rings
from .tally import CELLS

CONFIG_FILE = "mdc-config.json"

_FIRST_DELAY_S, _LONGEST_DELAY_S = 0.1, 30.0
_LONG_LIFE_S = 60.0
_GOODBYE_S = 5.0
_BACKLOG = 128
_PROXIES = ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY")

_logger = logging.getLogger(SERVER_LOGGER)


class NoKeeper:
    """For deployments that collect nothing."""

    def tick(self, now, let_go):
        """Nothing is to be started."""

    def buried(self, pid, now):
        """No process is ours."""

    def finish(self):
        """Nothing is to be written."""

    def leave(self):
        """Nothing is shared."""

    def recorder(self, slot, respond):
        """None: a child answers and that is that."""
        return None


class Keeper:
    """Made before the first fork, so that every process has the rings; the collector may die, the rings stay."""

    def __init__(self, settings, folder):
        self.plan = settings.collector
        self.folder = folder
        self.master_pid = os.getpid()
        self.rings = Rings(settings.worker_count, (len(self.plan.collections) + 1) * CELLS)
        self.credential = "teal:" + secrets.token_hex(16)
        self.wake_reader, self._wake_writer = os.pipe()
        for fd in (self.wake_reader, self._wake_writer):
            os.set_blocking(fd, False)
        self.listener = _listen() if self.plan.custom else None
        self._pid = None
        self._start_at = float("-inf")
        self._started_at = 0.0
        self._delay = _FIRST_DELAY_S

    def announce(self, environ):
        """Tell scripts, through the variables and the file that azureml-ai-monitoring reads."""
        if self.listener is None:
            return
        path = os.path.join(self.folder, CONFIG_FILE)
        # Always 100 %: that package draws anew for each frame, and the inputs and outputs of a request would not
        # match. The decision is made at the door.
        collections = {each.name: {"enabled": True, "sampleRatePercentage": 100} for each in self.plan.collections.values()}
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"collections": collections, "runMode": "cloud"}, file)
        host, port = self.listener.getsockname()
        environ.setdefault("AZUREML_MDC_CONFIG_PATH", path)
        # Other users of this machine reach the port as well: the host carries a secret, which becomes a header.
        environ.setdefault("AZUREML_MDC_HOST", "{}@{}".format(self.credential, host))
        environ.setdefault("AZUREML_MDC_PORT", str(port))
        if any(environ.get(name) for name in _PROXIES):
            for name in ("no_proxy", "NO_PROXY"):
                others = environ.get("no_proxy") or environ.get("NO_PROXY")
                if host not in (others or "").split(","):
                    environ[name] = "{},{}".format(others, host) if others else host

    # -- the master ----------------------------------------------------------------------------------

    def tick(self, now, let_go):
        """Start the collector when it is due. `let_go` gives up, in the new process, what is the master's."""
        if self._pid is not None or now < self._start_at:
            return
        try:
            pid = os.fork()
        except OSError as error:
            _logger.error("The data collector cannot be started yet: %s", error)
            self._start_at = now + _LONGEST_DELAY_S
            return
        if pid == 0:
            code = 1
            try:
                let_go()
                Collector(self).run()
                code = 0
            except BaseException:
                _logger.exception("The data collector failed.")
            finally:
                os._exit(code)
        self._pid, self._started_at = pid, now

    def buried(self, pid, now):
        """A process of the master's has ended; if it is the collector, plan the next one."""
        if pid != self._pid:
            return
        self._pid = None
        lived_long = now - self._started_at > _LONG_LIFE_S
        self._delay = _FIRST_DELAY_S if lived_long else min(_LONGEST_DELAY_S, self._delay * 2)
        self._start_at = now + self._delay
        _logger.error("The data collector (process %d) ended; it is started again in %.1f s.", pid, self._delay)

    def finish(self):
        """All children are gone: let it write what it has, and end."""
        if self._pid is None:
            return
        self.rings.finish()
        wake(self._wake_writer)
        until = time.monotonic() + _GOODBYE_S
        while time.monotonic() < until:
            if _waited(self._pid):
                return
            time.sleep(0.01)
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)

    # -- a child -------------------------------------------------------------------------------------

    def leave(self):
        """In a child: give up the ends that are the collector's."""
        if self.listener is not None:
            self.listener.close()
        os.close(self.wake_reader)

    def recorder(self, slot, respond):
        """What stands around `respond`; None when no payload is logged."""
        if not self.plan.payload:
            return None
        return Recorder(self.plan, self.rings, slot, self._wake_writer, respond)


def keeper_for(settings, folder):
    """The keeper that the deployment asks for; StartFailure when scripts could not reach the collector."""
    if settings.collector is None:
        return NoKeeper()
    try:
        keeper = Keeper(settings, folder)
        keeper.announce(os.environ)
    except OSError as error:
        raise StartFailure(BAD_ARGUMENT, "The data collector cannot be set up: {}.".format(error)) from None
    return keeper


def _listen():
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))
    listener.listen(_BACKLOG)
    listener.setblocking(False)
    return listener


def _waited(pid):
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return True
