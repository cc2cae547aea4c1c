"""Ends its process without a word when told to: {"exit": 3}. Answers any other object with its pid."""

import json
import os


def init():
    pass


def run(raw_data):
    body = json.loads(raw_data)
    if "exit" in body:
        os._exit(int(body["exit"]))
    print("scored a request", flush=True)
    return {"pid": os.getpid()}
