"""Raises on every request, with the message the request asks for: {"message": "out of range"}."""

import json


def init():
    pass


def run(raw_data):
    raise ValueError(json.loads(raw_data).get("message", "raises: run() raises on purpose"))
