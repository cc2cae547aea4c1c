"""Stands in for the module aml_request of Azure's inference server; imported under that name."""
from _teal_worker.rawhttp.flavour import Request

_rawHttpRequested = False


class AMLRequest(Request):
    """The type that scripts name in annotations."""


def rawhttp(func):
    """Mark the script as one whose run() takes the whole request; every verb of /score then reaches it."""
    global _rawHttpRequested
    _rawHttpRequested = True
    return func
