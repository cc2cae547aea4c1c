"""The master process: starts the children, watches them, answers probes, and winds the worker down."""
import logging
import os
import selectors
import time

from ..births import ChildBorn, ZygoteBorn, ZygotePlace
from ..board import Board
from ..failures import IMPORT_ERROR, INIT_FAILED, StartFailure
from ..journal import SERVER_LOGGER
from ..preload.conditions import hindrance
from .children import DEATHS_LIMIT, Child, ChildSeat, cause_of_death
from .doors import Door
from .health import HealthDoor
from .overdue import watch
from .signals import Signals
from .zygote import Zygote

_EXIT_START_FAILED = 3
_EXIT_CRASH_LOOP = 1
_FORK_RETRY_S = 1.0

_logger = logging.getLogger(SERVER_LOGGER)


class Master:
    """Runs until told to stop; `run` returns the exit code, or raises ChildBorn or ZygoteBorn in the processes
    that it forks."""

    def __init__(self, settings, notices, keeper):
        self._settings = settings
        self._notices = notices
        self._pid = os.getpid()
        self._keeper = keeper
        self._began_at = time.monotonic()
        self._board = Board(settings.worker_count)
        self._children = [Child(slot) for slot in range(settings.worker_count)]
        self._zygote = None
        self._selector = selectors.DefaultSelector()
        self._announced = False
        self._draining = False
        self._signals = Signals(self._selector)
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
        self._keeper.tick(self._began_at, self._let_go_of_doors)
        if self._settings.preload:
            self._preload()
        if self._zygote is None:
            self._start_all()
        while self._exit_code is None:
            for key, _ in self._selector.select(self._patience()):
                key.data(key.fileobj)
            self._tick(time.monotonic())
        self._close()
        return self._exit_code

    # -- set-up and wind-down ------------------------------------------------------------------------

    def _open(self):
        self._signals.open()
        self._scoring_door = Door(self._settings.socket)
        self._doors.append(self._scoring_door)
        health_door = Door(self._settings.health_socket)
        self._doors.append(health_door)
        self._health = HealthDoor(self._selector, health_door, self._is_healthy)

    def _close(self):
        processes = self._processes()
        for child in processes:
            child.kill()
        for child in processes:
            if child.pid is not None:
                _wait(child.pid)
        self._keeper.finish()
        for door in self._doors:
            door.remove()
            door.close()

    def _fail(self, code, message):
        _logger.error("The worker cannot start (%s): %s", code, message)
        self._notices.failed(code, message)
        self._exit_code = _EXIT_START_FAILED

    # -- the zygote ----------------------------------------------------------------------------------

    def _preload(self):
        reason = hindrance(self._settings)
        if reason is not None:
            _logger.warning("WORKER_PRELOAD has no effect: %s.", reason)
            return
        zygote = Zygote()
        try:
            line = zygote.fork()
        except OSError as error:
            _logger.error("WORKER_PRELOAD has no effect: %s.", error)
            return
        if line is not None:
            self._let_go()
            raise ZygoteBorn(ZygotePlace(line, self._pid, self._seat_of))
        self._zygote = zygote
        self._watch(zygote)

    def _without_zygote(self, reason):
        """Let the children, also those to come, load the script themselves."""
        _logger.warning("Worker processes load the script themselves: %s.", reason)
        zygote, self._zygote = self._zygote, None
        self._hang_up(zygote)
        zygote.kill()

    # -- children ------------------------------------------------------------------------------------

    def _processes(self):
        return self._children if self._zygote is None else self._children + [self._zygote]

    def _start_all(self):
        for child in self._children:
            self._start(child)

    def _start(self, child):
        self._board.clear(child.slot)
        try:
            line = child.fork(self._zygote)
        except OSError as error:
            _logger.error("A worker process cannot be started yet: %s", error)
            child.restart_at = time.monotonic() + _FORK_RETRY_S
            return
        if line is not None:
            self._let_go()
            raise ChildBorn(self._seat_of(child.slot, line))
        self._watch(child)

    def _seat_of(self, slot, line):
        return ChildSeat(self._board.seat(slot), line, self._scoring_door.socket, self._pid)

    def _watch(self, child):
        self._selector.register(child.line, selectors.EVENT_READ, lambda _: self._on_line(child))

    def _let_go(self):
        """In a new process: of all that is the master's."""
        self._signals.close_after_fork()
        self._notices.close()
        self._selector.close()
        self._health.close_after_fork()
        for sibling in self._processes():
            if sibling.line is not None:
                sibling.line.close()

    def _let_go_of_doors(self):
        """In the collector: it takes no requests, and must not keep those waiting that nobody will take."""
        self._let_go()
        self._scoring_door.close()

    def _on_line(self, child):
        reports, hung_up = child.reports()
        for report in reports:
            self._on_report(child, report)
        if hung_up and child.line is not None:
            # Death itself is noticed by waiting for the process, never by the line alone.
            self._hang_up(child)

    def _hang_up(self, child):
        if child.line is not None:
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
        elif event == "loaded" and not self._draining:
            child.loaded = True
            self._start_all()
        elif event == "unshareable" and not self._draining:
            self._without_zygote(report["reason"])
            self._start_all()
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
            self._keeper.buried(pid, now)
            for child in self._processes():
                if child.pid == pid:
                    self._bury(child, status, now)

    def _bury(self, child, status, now):
        if child.line is not None:
            self._on_line(child)
        self._hang_up(child)
        pid, phase = child.pid, child.phase
        survivable = child.buried(now)
        if self._draining or self._exit_code is not None:
            return
        cause = cause_of_death(status)
        if child is self._zygote and child.loaded:
            self._without_zygote("process {}, which held it, ended {}".format(pid, cause))
            return
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
        if self._signals.terms and not self._draining:
            self._drain()
        if self._signals.terms > 1:
            self._exit_code = 0
            return
        if self._draining and all(child.pid is None for child in self._children):
            self._exit_code = 0
            return
        self._keeper.tick(now, self._let_go_of_doors)
        for child in self._children:
            if child.pid is None:
                if child.restart_at is not None and now >= child.restart_at and not self._draining:
                    self._start(child)
            else:
                watch(child, self._board, self._settings.worker_timeout_s, now)

    def _drain(self):
        self._draining = True
        # Whoever is connected by now was promised an answer; the path goes first so that the queue of
        # connections that the children still have to accept is finite.
        self._scoring_door.remove()
        self._scoring_door.close()
        if self._zygote is not None:
            self._zygote.kill()  # it holds the door open too
        for child in self._children:
            if child.ready:
                self._board.dismiss(child.slot)
                child.ask_to_drain()
            else:
                child.kill()

    def _is_healthy(self):
        return not self._draining and any(child.ready for child in self._children)


def _wait(pid):
    try:
        os.waitpid(pid, 0)
    except ChildProcessError:
        pass
