"""The classes scripts build on: Flask's own when the environment has Flask, else the equivalents here."""
try:
    from flask import Request, Response
except ImportError:
    from .request import Request
    from .response import Response

__all__ = ["Request", "Response"]
