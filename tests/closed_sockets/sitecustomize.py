"""Close every socket of this Python but those to this machine.

tests/conftest.py puts this folder on PYTHONPATH, where Python loads a module of this name by itself. So the rule
also holds in subprocesses, in the Jupyter server and in the kernels of notebooks. An audit hook sees every call and
cannot be taken off again.
"""

import os
import socket
import sys

HERE = ("", "localhost", "127.0.0.1", "::1", "0.0.0.0", "::", socket.gethostname())
WATCHED = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
}


class OutsideConnectionError(RuntimeError):
    """Something wanted to reach another machine. Not an OSError, which network code is used to swallow."""


def refuse(event, arguments):
    """Raise, and leave a line in the log, when a call is meant for another machine."""
    if event not in WATCHED:
        return
    target = arguments[WATCHED[event]]
    host = target[0] if isinstance(target, tuple) else target
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host is None or host in HERE or host.startswith("127.") or is_local_file(event, target):
        return
    if os.environ.get("AUDITKIT_OUTSIDE_LOG"):
        with open(os.environ["AUDITKIT_OUTSIDE_LOG"], "a", encoding="utf-8") as log:
            log.write(f"{event} {host}\n")
    raise OutsideConnectionError(f"{event}: nothing may leave this machine, and this was for {host}")


def is_local_file(event, target):
    """Tell whether the address is that of a Unix socket, a path, and not that of a machine."""
    return WATCHED[event] == 1 and not isinstance(target, tuple)


sys.addaudithook(refuse)
