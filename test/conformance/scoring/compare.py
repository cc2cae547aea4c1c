"""Runs the table against Azure's inference server and our worker, and prints what differs.

    compare.py --list                          the names of all rows, as a JSON list
    compare.py --python VENV_PYTHON [--only S]  one JSON line per row: {"row", "verdict", "reason", "status"}

A verdict is `same`, `known` (a difference that differences.py explains), `stale` (explained, but no longer
there) or `differs`. Rows are named `script / request / flavour`; the flavours of our worker are `installed`
(it runs in the environment of Azure's server) and `bare` (no package at all).
"""
import argparse
import json
import os
import signal
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from differences import is_listed, reason_for
from exchange import ask
from flask_rows import ROWS as FLASK
from plain_rows import ROWS as PLAIN
from raw_rows import ROWS as RAW
from response_rows import ROWS as RESPONSES
from schema_rows import ROWS as SCHEMA
from stream_rows import ROWS as STREAMS
from servers import NotStarted, start_reference, start_worker

TABLE = PLAIN + RAW + RESPONSES + STREAMS + FLASK + SCHEMA
_FIELDS = ("status", "headers", "body")


def main():
    """Print rows or results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--python")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    if options.list:
        print(json.dumps([_row(script, request, flavour) for script in TABLE for flavour in _flavours(script)
                          for request in _requests(script)]))
        return
    # Whoever gives up on this program must not leave its servers running.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    for script in TABLE:
        if script.name.startswith(options.only):
            _compare(script, options.python)


def _flavours(script):
    return ("installed", "bare") if script.bare else ("installed",)


def _requests(script):
    return [request.name for request in script.asks] or ["start"]


def _row(script, request, flavour):
    return "{} / {} / {}".format(script.name, request, flavour)


def _compare(script, python):
    commands = {"installed": [python], "bare": [sys.executable, "-S"]}
    with tempfile.TemporaryDirectory(prefix="teal-conformance-") as folder:
        def answers(who):
            if who == "reference":
                return _answers(script, folder, who, lambda code: start_reference(python, folder, code, script.env))
            return _answers(script, folder, who, lambda code: start_worker(
                commands[who], folder, code, script.env, who))

        with ThreadPoolExecutor(3) as pool:
            flavours = _flavours(script)
            wanted, *got = pool.map(answers, ("reference",) + flavours)
        for flavour, answers_of_ours in zip(flavours, got):
            for name in _requests(script):
                _judge(_row(script, name, flavour), wanted[name], answers_of_ours[name])


def _answers(script, folder, who, start):
    code = os.path.join(folder, who)
    os.makedirs(code)
    for name, text in dict(script.files, **{"score.py": script.source}).items():
        os.makedirs(os.path.dirname(os.path.join(code, name)), exist_ok=True)
        with open(os.path.join(code, name), "w", encoding="utf-8") as file:
            file.write(text)
    try:
        server = start(code)
    except NotStarted as error:
        nothing = {"status": "not started", "headers": [], "body": str(error) if script.starts else ""}
        return {name: nothing for name in _requests(script)}
    try:
        if not script.starts:
            return {"start": {"status": "started", "headers": [], "body": ""}}
        return {request.name: ask(server, request) for request in _placed(script, code)}
    finally:
        server.stop()


def _placed(script, code):
    for request in script.asks:
        if request.handshake:
            request = type(request)(**dict(request.__dict__, handshake=os.path.join(code, request.handshake)))
        yield request


def _judge(row, wanted, got):
    differing = [field for field in _FIELDS if wanted[field] != got[field]]
    reason = reason_for(row, differing)
    if not differing:
        verdict = "stale" if is_listed(row) else "same"
    else:
        verdict = "known" if reason else "differs"
    result = {"row": row, "verdict": verdict, "reason": reason, "status": wanted["status"]}
    if verdict == "differs":
        result["differences"] = {field: {"azure": wanted[field], "teal": got[field]} for field in differing}
    print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
