"""What the worker answers when it cannot or will not understand a request."""


class HttpError(Exception):
    """The bytes on this connection are not an acceptable request; after the answer it must close."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status
        self.message = message
