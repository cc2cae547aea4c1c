"""Sleeps as long as the request says: {"seconds": 2.5}. For timeouts, draining and full queues."""

import json
import time


def init():
    pass


def run(raw_data):
    seconds = float(json.loads(raw_data)["seconds"])
    time.sleep(seconds)
    print(f"scored a request in {seconds} s", flush=True)
    return {"slept": seconds}
