"""Calls of run() inside a Flask request context, for scripts that use Flask."""
import sys

from .environ import environ_of
from .imports import raw_requested


def flask_of(script_path):
    """The module flask if the loaded script uses it already or its text says that it will, else None."""
    if "flask" not in sys.modules:
        try:
            with open(script_path or "", "rb") as file:
                if b"flask" not in file.read() and not raw_requested():
                    return None
            import flask  # noqa: F401
        except (OSError, ImportError):
            return None
    flask = sys.modules["flask"]
    return flask if hasattr(flask, "Flask") else None


class FlaskInvocation:
    """An invocation whose scripts may use flask.request, jsonify and the like."""

    def __init__(self, flask, invocation, app_root):
        self._invocation = invocation
        self._app = flask.Flask("scoring", root_path=app_root, static_folder=None)
        self._app.add_url_rule(
            "/score", endpoint="score", methods=["GET", "POST", "OPTIONS"], provide_automatic_options=False
        )

    def answer(self, request, query):
        """As Invocation.answer."""
        with self._app.request_context(environ_of(request)):
            return self._invocation.answer(request, query)
