"""The zygote as the master sees it."""
import socket

from ..preload.orders import await_birth, order_child
from .children import Child


class Zygote(Child):
    """A process that fills no slot: it holds the imported script and forks the children. The master adopts
    them, so they are watched, limited and replaced like any other, and outlive it."""

    def __init__(self):
        super().__init__(None)
        self.loaded = False

    def bear(self, slot, ours, theirs):
        """Have a child forked, with `theirs` as its end of the line; its pid. OSError when there is none."""
        if self.line is None:
            raise OSError("the process that holds the script has ended")
        order_child(self.line, slot, theirs)
        theirs.close()
        try:
            return await_birth(ours)
        except socket.timeout:
            self.kill()  # the children load the script themselves from now on
            raise OSError("the process that holds the script does not answer") from None
