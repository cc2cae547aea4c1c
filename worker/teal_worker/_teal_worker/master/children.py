"""The children as the master sees them: forking, listening to their reports, noticing their deaths."""
import json
import os
import signal
import socket
import time

DEATHS_LIMIT = 10
DEATHS_WINDOW_S = 60.0
_FIRST_DELAY_S = 0.1
_LONGEST_DELAY_S = 5.0


class ChildSeat:
    """What a new child is given: its place on the board, its line to the master, the shared door."""

    def __init__(self, board_seat, line, listener, master_pid):
        self.board = board_seat
        self.line = line
        self.listener = listener
        self.master_pid = master_pid


class Child:
    """One slot: the process that fills it now, and the history of those that did before."""

    def __init__(self, slot):
        self.slot = slot
        self.pid = None
        self.ready = False
        self.phase = "start"
        self.line = None
        self.started_at = 0.0
        self.restart_at = None
        self.condemned_at = None
        self.condemned_request = 0.0
        self.finished_at = None
        self._deaths = []
        self._received = b""

    def fork(self, zygote=None):
        """Start a process for this slot. Returns its end of the line in the child, None in the master; the child
        of a zygote starts elsewhere."""
        ours, theirs = socket.socketpair()
        try:
            pid = os.fork() if zygote is None else zygote.bear(self.slot, ours, theirs)
        except OSError:
            ours.close()
            theirs.close()
            raise
        if pid == 0:
            ours.close()
            return theirs
        theirs.close()
        ours.setblocking(False)
        self.pid, self.line, self.started_at = pid, ours, time.monotonic()
        self.ready, self.phase, self._received = False, "start", b""
        self.restart_at = self.condemned_at = self.finished_at = None
        return None

    def reports(self):
        """What the child has said since last time: a list of dicts, and whether it hung up."""
        try:
            received = self.line.recv(65536)
        except BlockingIOError:
            return [], False
        except OSError:
            received = b""
        self._received += received
        lines = self._received.split(b"\n")
        self._received = lines.pop()
        return [json.loads(line.decode("utf-8")) for line in lines], not received

    def buried(self, now):
        """The process is gone; plan the next one. False when this slot has died too often."""
        self.pid, self.ready = None, False
        if self.line is not None:
            self.line.close()
            self.line = None
        self._deaths = [death for death in self._deaths if now - death < DEATHS_WINDOW_S] + [now]
        self.restart_at = now + min(_LONGEST_DELAY_S, _FIRST_DELAY_S * 2 ** (len(self._deaths) - 1))
        return len(self._deaths) < DEATHS_LIMIT

    def ask_to_drain(self):
        """Tell the child to finish what it has and go."""
        if self.line is not None:
            try:
                self.line.send(b"D")
            except OSError:
                pass

    def kill(self, signal_number=signal.SIGKILL):
        """Signal the process, if there is one."""
        if self.pid is not None:
            try:
                os.kill(self.pid, signal_number)
            except ProcessLookupError:
                pass


def cause_of_death(status):
    """A wait status in words."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        try:
            return "by signal {} ({})".format(number, signal.Signals(number).name)
        except ValueError:
            return "by signal {}".format(number)
    return "with exit code {}".format(os.WEXITSTATUS(status))
