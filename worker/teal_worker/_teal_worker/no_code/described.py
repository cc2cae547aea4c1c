"""How a scoring script of ours says that run() takes the members of a JSON object, and which."""

_MARK = "_teal_describe"


def described(describe):
    """Marks run(). `describe()` gives the schemas of input and output; it is asked after init()."""

    def mark(run):
        setattr(run, _MARK, describe)
        return run

    return mark


def description_of(run):
    """The function that describes run(), or None for a script that is not ours."""
    return getattr(run, _MARK, None)
