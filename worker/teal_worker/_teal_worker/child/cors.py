"""Cross-origin headers, for deployments that set AML_CORS_ORIGINS."""

_METHODS = "Access-Control-Allow-Methods: GET, POST\r\n"


class Cors:
    """Knows the allowed origins; without any it adds nothing."""

    def __init__(self, origins):
        self._origins = {origin.lower() for origin in origins}
        self._any = "*" in origins
        # Sent even to requests without an Origin, as clients of the original have come to expect.
        self._first = "*" if self._any else (origins[0] if origins else None)

    def fields(self, request):
        """Header text for the answer to a request."""
        if self._first is None:
            return ""
        headers = request.headers
        origin = headers.get("origin")
        if origin is not None and not self._any and origin.lower() not in self._origins:
            return ""
        text = "Access-Control-Allow-Origin: {}\r\n".format(origin or self._first)
        if origin is not None or not self._any:
            text += "Vary: Origin\r\n"
        if request.method == "OPTIONS" and "access-control-request-method" in headers:
            wanted = headers.get("access-control-request-headers")
            text += _METHODS + ("Access-Control-Allow-Headers: {}\r\n".format(wanted) if wanted else "")
        return text
