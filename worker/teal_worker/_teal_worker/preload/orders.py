"""What master, zygote and a child that is being born say to each other."""
import array
import os
import socket
import struct

# Forking takes milliseconds, or tens of them where gigabytes are mapped.
_BIRTH_S = 5.0
_PID = struct.Struct("=i")
_INT = array.array("i").itemsize


def order_child(line, slot, child_line):
    """Master to zygote: fork a child for this slot, with this end of a socket pair as its line."""
    fds = array.array("i", [child_line.fileno()])
    line.sendmsg([b"%d\n" % slot], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])


def take_order(line):
    """Zygote: the next slot and its line; None when the master is gone."""
    try:
        text, ancillary, _, _ = line.recvmsg(64, socket.CMSG_SPACE(_INT))
    except OSError:
        return None
    if not text or not ancillary:
        return None
    fds = array.array("i")
    fds.frombytes(ancillary[0][2][:_INT])
    return int(text), socket.socket(fileno=fds[0])


def announce_birth(child_line):
    """Child to master, once the master is its parent."""
    child_line.sendall(_PID.pack(os.getpid()))


def await_birth(line):
    """Master: the pid that a child announces on its line. OSError (a timeout is one) when none does."""
    line.settimeout(_BIRTH_S)
    word = line.recv(_PID.size, socket.MSG_WAITALL)
    if len(word) != _PID.size:
        raise OSError("it could not be forked from the process that holds the script")
    return _PID.unpack(word)[0]
