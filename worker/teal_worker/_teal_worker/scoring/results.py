"""What run() returned, as an answer."""
import json

from ..http1.answer import JSON_TYPE, Answer, message_answer
from .script import log_traceback

_FAILED_NO = "x-ms-run-function-failed: False\r\n"
_SUCCESS = JSON_TYPE + _FAILED_NO + "x-ms-run-fn-exec-ms: %.3f\r\n"


def to_answer(result, elapsed):
    """JSON with the plain defaults; text is quoted, a tuple is a list, None is an empty object."""
    try:
        text = "{}" if result is None else json.dumps(result)
    except Exception as error:
        log_traceback("The result of run() cannot be written as JSON.", error)
        return message_answer(500, "An internal error occurred; the log has the reason.", _FAILED_NO)
    return Answer(200, _SUCCESS % (elapsed * 1e3), text.encode("ascii"))
