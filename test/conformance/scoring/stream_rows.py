"""Scripts whose answers are streams."""
from table import Ask, Script, post, raw_script

_STREAM = '''
import os
import time

CLOSED = []

def counted():
    yield "one "
    yield b""
    yield b"two "
    yield "é"

def broken():
    yield "one"
    raise ValueError("half way")

def broken_at_once():
    raise ValueError("at once")
    yield "never"

def odd():
    yield "one"
    yield 2

def handshake():
    yield "first "
    for _ in range(1000):
        if os.path.exists("go"):
            yield "second"
            return
        time.sleep(0.01)
    yield "too late"

class Closing:
    def __init__(self):
        self.pieces = iter(["a", "b"])
    def __iter__(self):
        return self
    def __next__(self):
        return next(self.pieces)
    def close(self):
        CLOSED.append(1)

@rawhttp
def run(request):
    name = request.get_data(as_text=True)
    if name == "closed":
        return len(CLOSED)
    made = {"counted": counted, "broken": broken, "broken at once": broken_at_once, "odd": odd,
            "handshake": handshake, "closing": Closing, "empty": lambda: iter(())}
    headers = {"Content-Type": "text/event-stream"}
    if name == "sized":
        return AMLResponse(iter(["abc", "def"]), 200, {"Content-Length": "6"})
    if name == "too long":
        return AMLResponse(iter(["abc", "def"]), 200, {"Content-Length": "4"})
    if name == "failing status":
        return AMLResponse(counted(), 500, headers)
    return AMLResponse(made[name](), 200, headers)
'''
STREAM = Script("streams", raw_script(_STREAM), (
    post("counted", "counted"), post("empty", "empty"), post("broken", "broken"),
    post("broken at once", "broken at once"), post("odd", "odd"), post("closing", "closing"),
    post("closed", "closed"), post("sized", "sized"), post("too long", "too long"),
    post("failing status", "failing status"),
    Ask("handshake", body=b"handshake", handshake="go"),
))

ROWS = (STREAM,)
