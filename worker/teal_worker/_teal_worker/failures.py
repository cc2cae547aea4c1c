"""Why a worker could not start: a closed list of codes, each with one sentence for people."""

BAD_ARGUMENT = "BadArgument"
IMPORT_ERROR = "UserScriptImportError"
SYNTAX_ERROR = "UserScriptSyntaxError"
FUNCTION_NOT_FOUND = "UserScriptFunctionNotFound"
INIT_FAILED = "UserScriptInitFailed"

# The control plane stores and shows the sentence; a megabyte of repr() would help nobody.
_MESSAGE_LIMIT = 2000


class StartFailure(Exception):
    """The worker cannot start; `code` is for programs, `message` for people."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code
        self.message = one_line(message)


def one_line(text):
    """`text` on a single line and of bounded length, fit for a status field."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _MESSAGE_LIMIT else flat[: _MESSAGE_LIMIT - 3] + "..."


def describe(error):
    """Type and text of an exception, even when its own __str__ fails."""
    try:
        text = str(error)
    except Exception:
        text = "(its text cannot be shown)"
    name = type(error).__name__
    return "{}: {}".format(name, text) if text else name
