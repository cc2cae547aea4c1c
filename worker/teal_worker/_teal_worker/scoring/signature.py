"""What the parameters of run() say about how it is to be called."""
import inspect

from ..failures import BAD_ARGUMENT, StartFailure

HEADERS_PARAMETER = "request_headers"

_REFUSED = {
    inspect.Parameter.POSITIONAL_ONLY: "the positional-only parameter {}",
    inspect.Parameter.VAR_POSITIONAL: "the variable parameter *{}",
    inspect.Parameter.VAR_KEYWORD: "the variable parameter **{}",
}


class Signature:
    """`names` are the parameters apart from request_headers, in order; the first takes the body."""

    def __init__(self, names, wants_headers, by_position):
        self.names = names
        self.wants_headers = wants_headers
        self.by_position = by_position


def read_signature(run):
    """The signature of run(), or StartFailure when the contract rules it out."""
    try:
        parameters = list(inspect.signature(run).parameters.values())
    except (TypeError, ValueError):
        return Signature(["raw_data"], False, True)
    for parameter in parameters:
        if parameter.kind in _REFUSED:
            refused = _REFUSED[parameter.kind].format(parameter.name)
            raise StartFailure(BAD_ARGUMENT, "run() must not have {}.".format(refused))
    names = [parameter.name for parameter in parameters if parameter.name != HEADERS_PARAMETER]
    if not names:
        raise StartFailure(BAD_ARGUMENT, "run() needs a parameter for the request body.")
    first = parameters[0]
    by_position = first.name == names[0] and first.kind is not inspect.Parameter.KEYWORD_ONLY
    return Signature(names, len(names) < len(parameters), by_position)
