"""Never becomes ready: init() raises, as it does when a model file is missing."""


def init():
    raise RuntimeError("fails-init: init() raises on purpose")


def run(raw_data):
    return "never reached"
