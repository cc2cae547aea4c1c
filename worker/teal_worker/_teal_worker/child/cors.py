"""Cross-origin headers, for deployments that set AML_CORS_ORIGINS."""

_METHODS = "Access-Control-Allow-Methods: GET, POST\r\n"


class Cors:
    """Knows the allowed origins; without any it adds nothing."""

    def __init__(self, origins):
        self._origins = {origin.lower() for origin in origins}
        self._any = "*" in origins
        # Sent even to requests without an Origin, as clients of the original have come to expect.
        self._first = origins[0] if origins else None

    def fields(self, headers):
        """Header text for an answer to a request with these headers."""
        if self._first is None:
            return ""
        if self._any:
            return "Access-Control-Allow-Origin: *\r\n"
        origin = headers.get("origin")
        if origin is None:
            return "Access-Control-Allow-Origin: {}\r\nVary: Origin\r\n".format(self._first)
        if origin.lower() in self._origins:
            return "Access-Control-Allow-Origin: {}\r\nVary: Origin\r\n".format(origin)
        return "Vary: Origin\r\n"

    def preflight(self, headers):
        """The extra header text that a browser asks for with OPTIONS."""
        if self._first is None or "access-control-request-method" not in headers:
            return ""
        origin = headers.get("origin", self._first)
        if not self._any and origin.lower() not in self._origins:
            return ""
        wanted = headers.get("access-control-request-headers")
        return _METHODS + ("Access-Control-Allow-Headers: {}\r\n".format(wanted) if wanted else "")
