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

_EXIT_START_FAILED = 3

_logger = logging.getLogger(SERVER_LOGGER)


def run_child(settings, seat, keeper):
    """Load the script, serve until drained; returns the exit code."""
    die_with(seat.master_pid)
    keeper.leave()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        os.dup2(2, 1)  # sys.stdout.write() and native code belong in the log as well
    except OSError:
        pass
    faulthandler.enable()  # a crash in native code shall at least say where
    try:
        respond = _prepare(settings, seat)
    except StartFailure as failure:
        _tell(seat, {"event": "failed", "code": failure.code, "message": failure.message})
        return _EXIT_START_FAILED
    recorder = keeper.recorder(seat.board.slot, respond)
    if recorder is None:
        loop = Loop(seat, respond, settings.max_body_bytes)
    else:
        loop = Loop(seat, recorder.respond, settings.max_body_bytes, recorder.after)
    _leave_term_to_the_master()
    seat.line.setblocking(False)
    seat.board.set_ready(True)
    _tell(seat, {"event": "ready"})
    loop.run()
    _tell(seat, {"event": "drained"})
    return 0


def _prepare(settings, seat):
    try:
        apply_user_config(settings.app_root, *script_folders(settings))
        redirect_print()
        apply_limits(settings)
        _tell(seat, {"event": "phase", "phase": "import"})
        await_debugger(settings.debug_port)
        script = load_script(settings)
        mode = choose_mode(script, flask_of(script.path))
        _tell(seat, {"event": "phase", "phase": "init"})
        began = time.monotonic()
        script.call_init()
        _logger.info("init() took %.3f s.", time.monotonic() - began)
    except StartFailure as failure:
        _logger.error("%s", failure.message)
        log_model_files(settings.model_dir)
        raise
    invocation = Invocation(mode, script.run, settings, seat.board)
    # Asked again: init() may have been the first to import it.
    flask = flask_of(script.path)
    if flask is not None:
        invocation = FlaskInvocation(flask, invocation, settings.app_root)
    return Routes(settings, Swagger(settings, script), mode, invocation, RequestLog()).respond


def _leave_term_to_the_master():
    """A SIGTERM to the whole process group reaches the child too, but the master says when to drain:
    it closes the door first. A handler, unlike SIG_IGN, is not inherited by programs a script starts."""
    own = os.getpid()

    def on_term(number, _frame):
        if os.getpid() != own:
            # A process that the script forked: for it the signal means what it always does.
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)

    signal.signal(signal.SIGTERM, on_term)


def _tell(seat, report):
    try:
        seat.line.sendall((json.dumps(report) + "\n").encode("utf-8"))
    except OSError:
        pass
    sys.stderr.flush()
