"""Listening Unix sockets."""
import os
import socket

from ..failures import BAD_ARGUMENT, StartFailure

# More than any system allows, which lowers it to its own limit: connections that come while all children are busy
# must find room, or their requests fail.
_BACKLOG = 65535


class Door:
    """A listening socket bound to a path, private to this user."""

    def __init__(self, path):
        self.path = path
        self.socket = _bind(path)
        self._inode = os.stat(path).st_ino

    def remove(self):
        """Take the path away, so that nobody new arrives; connections made before stay acceptable."""
        try:
            # A successor may have bound the same path by now.
            if os.stat(self.path).st_ino == self._inode:
                os.unlink(self.path)
        except OSError:
            pass

    def close(self):
        """Let go of this process's copy of the socket."""
        self.socket.close()


def _bind(path):
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.setblocking(False)
    try:
        try:
            os.unlink(path)
        except FileNotFoundError:
            pass
        mask = os.umask(0o177)
        try:
            listener.bind(path)
        finally:
            os.umask(mask)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise StartFailure(BAD_ARGUMENT, "The socket {} cannot be opened: {}.".format(path, error))
    return listener
