"""The master process: starts the children, watches them, answers probes, and winds the worker down."""
import logging
import os
import selectors
import signal
import socket
import time

from ..board import Board
from ..failures import IMPORT_ERROR, INIT_FAILED, StartFailure
from ..journal import SERVER_LOGGER
from .children import DEATHS_LIMIT, Child, ChildBorn, ChildSeat, cause_of_death
from .doors import Door
from .health import HealthDoor

_EXIT_START_FAILED = 3
_EXIT_CRASH_LOOP = 1
# How long a child may take to unwind a request that outlived WORKER_TIMEOUT, and to run atexit functions.
_UNWIND_GRACE_S = 2.0
_GOODBYE_GRACE_S = 5.0

_logger = logging.getLogger(SERVER_LOGGER)


class Master:
    """Runs until told to stop; `run` returns the exit code, or raises ChildBorn in forked children."""

    def __init__(self, settings, notices):
        self._settings = settings
        self._notices = notices
        self._began_at = time.monotonic()
        self._board = Board(settings.worker_count)
        self._children = [Child(slot) for slot in range(settings.worker_count)]
        self._selector = selectors.DefaultSelector()
        self._announced = False
        self._draining = False
        self._terms = 0
        self._exit_code = None
        self._doors = []
        self._tick_s = min(1.0, settings.worker_timeout_s / 4.0) or 1.0

    def run(self):
        """Serve until the exit code is known."""
        try:
            self._open()
        except StartFailure as failure:
            self._fail(failure.code, failure.message)
            self._close()
            return self._exit_code
        for child in self._children:
            self._start(child)
        while self._exit_code is None:
            for key, _ in self._selector.select(self._patience()):
                key.data(key.fileobj)
            self._tick(time.monotonic())
        self._close()
        return self._exit_code

    # -- set-up and wind-down ------------------------------------------------------------------------

    def _open(self):
        self._wake_reader, self._wake_writer = socket.socketpair()
        for end in (self._wake_reader, self._wake_writer):
            end.setblocking(False)
        self._selector.register(self._wake_reader, selectors.EVENT_READ, self._on_wake)
        signal.set_wakeup_fd(self._wake_writer.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGTERM, self._on_term)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        for ignored in (signal.SIGHUP, signal.SIGINT):
            signal.signal(ignored, signal.SIG_IGN)
        self._scoring_door = Door(self._settings.socket)
        self._doors.append(self._scoring_door)
        health_door = Door(self._settings.health_socket)
        self._doors.append(health_door)
        self._health = HealthDoor(self._selector, health_door, self._is_healthy)

    def _close(self):
        for child in self._children:
            child.kill()
        for child in self._children:
            if child.pid is not None:
                _wait(child.pid)
        for door in self._doors:
            door.remove()
            door.close()

    def _fail(self, code, message):
        _logger.error("The worker cannot start (%s): %s", code, message)
        self._notices.failed(code, message)
        self._exit_code = _EXIT_START_FAILED

    # -- children ------------------------------------------------------------------------------------

    def _start(self, child):
        self._board.clear(child.slot)
        line = child.fork()
        if line is not None:
            raise ChildBorn(self._leave(child.slot, line))
        self._selector.register(child.line, selectors.EVENT_READ, lambda _: self._on_line(child))

    def _leave(self, slot, line):
        """In a new child: let go of all that is the master's."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._notices.close()
        self._selector.close()
        self._health.close_after_fork()
        self._wake_reader.close()
        self._wake_writer.close()
        for sibling in self._children:
            if sibling.line is not None:
                sibling.line.close()
        return ChildSeat(self._board.seat(slot), line, self._scoring_door.socket, os.getppid())

    def _on_line(self, child):
        reports, hung_up = child.reports()
        for report in reports:
            self._on_report(child, report)
        if hung_up and child.line is not None:
            # Death itself is noticed by waiting for the process, never by the line alone.
            self._selector.unregister(child.line)
            child.line.close()
            child.line = None

    def _on_report(self, child, report):
        event = report["event"]
        if event == "phase":
            child.phase = report["phase"]
        elif event == "ready":
            child.ready = True
            self._announce()
        elif event == "drained":
            child.ready, child.finished_at = False, time.monotonic()
        elif event == "failed" and not self._announced and not self._draining:
            self._fail(report["code"], report["message"])

    def _announce(self):
        if not self._announced and all(child.ready for child in self._children):
            self._announced = True
            seconds = time.monotonic() - self._began_at
            _logger.info("Ready after %.3f s with %d worker process(es).", seconds, len(self._children))
            self._notices.ready(seconds)

    def _reap(self, now):
        # As the first process of a container the master also inherits strangers.
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            for child in self._children:
                if child.pid == pid:
                    self._bury(child, status, now)

    def _bury(self, child, status, now):
        if child.line is not None:
            self._on_line(child)
        if child.line is not None:
            self._selector.unregister(child.line)
        pid, phase = child.pid, child.phase
        self._board.clear(child.slot)
        survivable = child.buried(now)
        if self._draining or self._exit_code is not None:
            return
        cause = cause_of_death(status)
        if not self._announced:
            self._fail(
                INIT_FAILED if phase == "init" else IMPORT_ERROR,
                "The process that loads the scoring script ended {} during {}.".format(cause, phase),
            )
            return
        _logger.error("Worker process %d ended %s.", pid, cause)
        if not survivable:
            _logger.critical("A worker process died %d times in a minute; giving up.", DEATHS_LIMIT)
            self._exit_code = _EXIT_CRASH_LOOP

    # -- time ----------------------------------------------------------------------------------------

    def _patience(self):
        waits = [self._tick_s]
        now = time.monotonic()
        waits += [child.restart_at - now for child in self._children if child.restart_at is not None]
        return max(0.0, min(waits))

    def _tick(self, now):
        self._reap(now)
        if self._exit_code is not None:
            return
        if self._terms and not self._draining:
            self._drain()
        if self._terms > 1:
            self._exit_code = 0
            return
        if self._draining and all(child.pid is None for child in self._children):
            self._exit_code = 0
            return
        for child in self._children:
            if child.pid is None:
                if child.restart_at is not None and now >= child.restart_at and not self._draining:
                    self._start(child)
            else:
                self._watch(child, now)

    def _watch(self, child, now):
        """End a request that has run for too long, and a child that does not go when it should."""
        if child.finished_at is not None:
            if now - child.finished_at > _GOODBYE_GRACE_S:
                child.kill()
            return
        since = self._board.busy_since(child.slot)
        if child.condemned_at is not None:
            if since != child.condemned_request:
                child.condemned_at = None
            elif now - child.condemned_at > _UNWIND_GRACE_S:
                child.kill()
            return
        limit = self._settings.worker_timeout_s
        if since and limit and now - since > limit:
            _logger.critical("Worker process %d is busy for more than WORKER_TIMEOUT (%g s).", child.pid, limit)
            child.condemned_at, child.condemned_request = now, since
            self._board.condemn(child.slot)
            child.kill(signal.SIGALRM)

    def _drain(self):
        self._draining = True
        # Whoever is connected by now was promised an answer; the path goes first so that the queue of
        # connections that the children still have to accept is finite.
        self._scoring_door.remove()
        self._scoring_door.close()
        for child in self._children:
            if child.ready:
                self._board.dismiss(child.slot)
                child.ask_to_drain()
            else:
                child.kill()

    # -- events --------------------------------------------------------------------------------------

    def _is_healthy(self):
        return not self._draining and any(child.ready for child in self._children)

    def _on_term(self, _number, _frame):
        self._terms += 1

    def _on_wake(self, reader):
        try:
            reader.recv(4096)
        except BlockingIOError:
            pass


def _wait(pid):
    try:
        os.waitpid(pid, 0)
    except ChildProcessError:
        pass
