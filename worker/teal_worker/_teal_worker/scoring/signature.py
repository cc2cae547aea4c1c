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
    """`names` are the parameters apart from request_headers, in order, with their defaults; the first takes
    the body."""

    def __init__(self, names, defaults, wants_headers, by_position):
        self.names = names
        self.defaults = defaults
        self.wants_headers = wants_headers
        self.by_position = by_position


def read_signature(run):
    """The signature of run(), or StartFailure when the contract rules it out."""
    try:
        parameters = list(inspect.signature(run).parameters.values())
    except (TypeError, ValueError):
        return Signature(["raw_data"], {}, False, True)
    for parameter in parameters:
        if parameter.kind in _REFUSED:
            refused = _REFUSED[parameter.kind].format(parameter.name)
            raise StartFailure(BAD_ARGUMENT, "run() must not have {}.".format(refused))
    names = [parameter.name for parameter in parameters if parameter.name != HEADERS_PARAMETER]
    if not names:
        raise StartFailure(BAD_ARGUMENT, "run() needs a parameter for the request body.")
    defaults = {each.name: each.default for each in parameters if each.default is not each.empty}
    by_position = not _takes_keyword(run, names[0])
    return Signature(names, defaults, len(names) < len(parameters), by_position)


def _takes_keyword(run, name):
    """Whether the body must be handed over by name. That is the contract, and a decorated run() may look
    for it; for a bare function the two ways are equal, and position is the quicker one."""
    try:
        outer = inspect.signature(run, follow_wrapped=False).parameters
    except (TypeError, ValueError):
        return False
    if name in outer and outer[name].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD:
        return hasattr(run, "__wrapped__") or next(iter(outer)) != name
    return name in outer or any(each.kind is each.VAR_KEYWORD for each in outer.values())
