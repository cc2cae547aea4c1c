"""How a freshly forked process leaves the stack of its parent, and what it brings along."""


class ChildBorn(BaseException):
    """Raised in a new child; `loaded` is the script when the child was forked with it."""

    def __init__(self, seat, loaded=None):
        super().__init__()
        self.seat = seat
        self.loaded = loaded


class ZygoteBorn(BaseException):
    """Raised in the new zygote."""

    def __init__(self, place):
        super().__init__()
        self.place = place


class ZygotePlace:
    """What the zygote is given: its line to the master, and `seat_of(slot, line)` for its children."""

    def __init__(self, line, master_pid, seat_of):
        self.line = line
        self.master_pid = master_pid
        self.seat_of = seat_of
