"""One call of run(): its time limits, its failures, its result."""
import signal
import time

try:
    # The public wrapper turns numbers into enum members, at fifty times the price of the question.
    from _signal import getsignal
except ImportError:
    from signal import getsignal

from ..http1.answer import StreamedAnswer, message_answer
from .modes import BadInput
from .results import to_answer
from .script import log_traceback

_FAILED_YES = "x-ms-run-function-failed: True\r\n"
_FAILED_NO = "x-ms-run-function-failed: False\r\n"


class ScoringTimeout(TimeoutError):
    """Raised inside run() after SCORING_TIMEOUT_MS."""


class WorkerTimeout(BaseException):
    """Raised inside run() when the master has given up on this process."""


class Invocation:
    """Calls run() for a request. Not reentrant: a child runs one request at a time, on its main thread."""

    def __init__(self, mode, run, settings, board):
        self._mode = mode
        self._run = run
        self._board = board
        self._timeout_ms = settings.scoring_timeout_ms
        self._timeout_s = settings.scoring_timeout_ms / 1e3
        self._worker_timeout_s = settings.worker_timeout_s
        self._running = False
        self._handler = self._on_alarm

    def answer(self, request, query):
        """The answer without the id fields, and whether the process should retire after it."""
        try:
            return self._attempt(request, query), False
        except ScoringTimeout as error:
            # Also when the alarm rang while another exception of the script was being handled.
            self._stop_clock()
            return self._timed_out(error), False
        except WorkerTimeout as error:
            self._stop_clock()
            log_traceback("run() was interrupted after WORKER_TIMEOUT.", error)
            message = "The request was ended after {:g} s.".format(self._worker_timeout_s)
            return message_answer(500, message, _FAILED_YES), True

    def _attempt(self, request, query):
        try:
            positional, keywords = self._mode.arguments(request, query)
        except BadInput as error:
            return message_answer(error.status, error.message, _FAILED_NO)
        except Exception as error:
            log_traceback("The request cannot be given to run().", error)
            return message_answer(500, "An internal error occurred; the log has the reason.", _FAILED_NO)
        span = request.span
        self._start_clock()
        try:
            if span is not None:
                span.enter()
            began = time.perf_counter()
            result = self._run(*positional, **keywords)
            elapsed = time.perf_counter() - began
            self._running = False
        except (ScoringTimeout, WorkerTimeout) as error:
            if span is not None:
                span.fail(error)
            raise
        except BadInput as error:
            # A scoring script of ours has words for the client.
            self._running = False
            return message_answer(error.status, error.message, _FAILED_YES if error.status >= 500 else _FAILED_NO)
        except BaseException as error:
            self._running = False
            if span is not None:
                span.fail(error)
            log_traceback("run() of the scoring script failed.", error)
            return message_answer(500, "The scoring script failed; its log has the reason.", _FAILED_YES)
        finally:
            self._stop_clock()
            if span is not None:
                span.leave()
        answer = to_answer(result, elapsed, request)
        if answer.__class__ is StreamedAnswer:
            answer.pieces = self._watched(answer.pieces)
        return answer

    def _watched(self, pieces):
        """The pieces of a stream; while one is made, WORKER_TIMEOUT can interrupt it."""
        pieces = iter(pieces)
        while True:
            self._running = True
            try:
                piece = next(pieces)
            except StopIteration:
                return
            finally:
                self._running = False
            yield piece

    def _timed_out(self, error):
        log_traceback("run() was interrupted after SCORING_TIMEOUT_MS.", error)
        message = "Scoring timeout: run() took more than {} ms.".format(self._timeout_ms)
        return message_answer(500, message, _FAILED_YES)

    # -- the clock -----------------------------------------------------------------------------------

    def _start_clock(self):
        # A script may have used the alarm for its own ends since last time.
        if getsignal(signal.SIGALRM) is not self._handler:
            signal.signal(signal.SIGALRM, self._handler)
        self._running = True
        signal.setitimer(signal.ITIMER_REAL, self._timeout_s)

    def _stop_clock(self):
        self._running = False
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _on_alarm(self, _number, _frame):
        if not self._running:
            return
        self._running = False
        if self._board.condemned:
            raise WorkerTimeout()
        raise ScoringTimeout("SCORING_TIMEOUT_MS is over")
