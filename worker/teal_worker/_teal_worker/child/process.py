"""What a forked child does, from its first instruction to its exit code."""
import faulthandler
import json
import logging
import os
import signal
import sys
import time

from ..failures import StartFailure
from ..journal import SERVER_LOGGER, RequestLog, apply_user_config, redirect_print
from ..rawhttp.flask_lane import FlaskInvocation, flask_of
from ..scoring.invocation import Invocation
from ..scoring.script import load_script, script_folders
from ..scoring.modes import choose_mode
from ..scoring.swagger import Swagger
from .debugger import await_debugger
from .limits import apply_limits
from .listing import log_model_files
from .loop import Loop
from .orphan import die_with
from .routes import Routes

EXIT_START_FAILED = 3

_logger = logging.getLogger(SERVER_LOGGER)


class Loaded:
    """The imported script, and the way its run() is called; init() has not run."""

    def __init__(self, script, mode):
        self.script = script
        self.mode = mode


def run_child(settings, seat, keeper, loaded=None):
    """Load the script, unless this process was forked with it, and serve until drained; returns the exit code."""
    begin(seat.master_pid)
    keeper.leave()
    try:
        respond = _prepare(settings, seat, loaded or load(settings, seat.line))
    except StartFailure as failure:
        tell(seat.line, {"event": "failed", "code": failure.code, "message": failure.message})
        return EXIT_START_FAILED
    recorder = keeper.recorder(seat.board.slot, respond)
    if recorder is None:
        loop = Loop(seat, respond, settings.max_body_bytes)
    else:
        loop = Loop(seat, recorder.respond, settings.max_body_bytes, recorder.after)
    _leave_term_to_the_master()
    seat.line.setblocking(False)
    seat.board.set_ready(True)
    tell(seat.line, {"event": "ready"})
    loop.run()
    tell(seat.line, {"event": "drained"})
    return 0


def begin(master_pid):
    """What every process that runs user code does first."""
    die_with(master_pid)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        os.dup2(2, 1)  # sys.stdout.write() and native code belong in the log as well
    except OSError:
        pass
    faulthandler.enable()  # a crash in native code shall at least say where


def load(settings, line):
    """Import the script into this process; StartFailure when it cannot serve."""
    try:
        apply_user_config(settings.app_root, *script_folders(settings))
        redirect_print()
        apply_limits(settings)
        tell(line, {"event": "phase", "phase": "import"})
        await_debugger(settings.debug_port)
        script = load_script(settings)
        return Loaded(script, choose_mode(script, flask_of(script.path)))
    except StartFailure as failure:
        _explain(failure, settings)
        raise


def _prepare(settings, seat, loaded):
    script = loaded.script
    tell(seat.line, {"event": "phase", "phase": "init"})
    began = time.monotonic()
    try:
        script.call_init()
    except StartFailure as failure:
        _explain(failure, settings)
        raise
    _logger.info("init() took %.3f s.", time.monotonic() - began)
    invocation = Invocation(loaded.mode, script.run, settings, seat.board)
    # Asked again: init() may have been the first to import it.
    flask = flask_of(script.path)
    if flask is not None:
        invocation = FlaskInvocation(flask, invocation, settings.app_root)
    return Routes(settings, Swagger(settings, script), loaded.mode, invocation, RequestLog()).respond


def _explain(failure, settings):
    _logger.error("%s", failure.message)
    log_model_files(settings.model_dir)


def _leave_term_to_the_master():
    """A SIGTERM to the whole process group reaches the child too, but the master says when to drain:
    it closes the door first. A handler, unlike SIG_IGN, is not inherited by programs a script starts."""
    signal.signal(signal.SIGTERM, _nothing)
    # For a process that the script forks the signal means what it always does, from its first instruction on:
    # a handler could run too late, just after the last look for signals before a long sleep.
    os.register_at_fork(after_in_child=_terminate_on_term)


def _nothing(_number, _frame):
    pass


def _terminate_on_term():
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def tell(line, report):
    """Report to the master. That it cannot be reached is noticed elsewhere."""
    try:
        line.sendall((json.dumps(report) + "\n").encode("utf-8"))
    except OSError:
        pass
    sys.stderr.flush()
