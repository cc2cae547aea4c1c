"""What run() returned, as an answer."""
import json

from ..http1.answer import JSON_TYPE, Answer, message_answer
from ..rawhttp.answering import response_answer
from .script import log_traceback

_FAILED_NO = "x-ms-run-function-failed: False\r\n"
_SUCCESS = JSON_TYPE + _FAILED_NO + "x-ms-run-fn-exec-ms: %.3f\r\n"


def to_answer(result, elapsed, request):
    """JSON with the plain defaults; text is quoted, a tuple is a list, None is an empty object."""
    try:
        text = "{}" if result is None else json.dumps(result)
    except Exception as error:
        # Response objects come here too: they are never JSON, and plain results need not wait for the question.
        return _from_response(result, elapsed, request) or _unwritable(error)
    return Answer(200, _SUCCESS % (elapsed * 1e3), text.encode("ascii"))


def _from_response(result, elapsed, request):
    try:
        return response_answer(result, elapsed, request)
    except Exception as error:
        return _unwritable(error)


def _unwritable(error):
    log_traceback("The result of run() cannot be written as an answer.", error)
    return message_answer(500, "An internal error occurred; the log has the reason.", _FAILED_NO)
