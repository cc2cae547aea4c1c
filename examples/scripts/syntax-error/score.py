"""Never loads: the bracket below stays open on purpose."""


def init():
    pass


def run(raw_data:
    return "never reached"
