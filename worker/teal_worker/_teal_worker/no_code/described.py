"""How a scoring script of ours says that run() takes the members of a JSON object, and which."""

_MARK = "_teal_describe"
_CLOSED = "_teal_closed"


def described(describe, closed=False):
    """Marks run(). `describe()` gives the schemas of input and output; it is asked after init(). With `closed` a
    request must have no other members than run() has parameters."""

    def mark(run):
        setattr(run, _MARK, describe)
        setattr(run, _CLOSED, closed)
        return run

    return mark


def description_of(run):
    """The function that describes run(), or None for a script that is not ours."""
    return getattr(run, _MARK, None)


def is_closed(run):
    """Whether further members of a request are refused."""
    return getattr(run, _CLOSED, False)
