"""Answers with what it was sent and with the name in WHO. Needs no package and no model."""

import json
import os
import time

ready_at = None


def init():
    global ready_at
    ready_at = time.time()


def run(raw_data):
    body = json.loads(raw_data) if raw_data else None
    print(f"scored a request, {time.time() - ready_at:.3f} s after init", flush=True)
    return {"deployment": os.environ.get("WHO"), "echo": body}
