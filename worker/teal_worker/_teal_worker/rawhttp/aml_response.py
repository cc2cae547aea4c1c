"""Stands in for the module aml_response of Azure's inference server; imported under that name."""
import json

from _teal_worker.rawhttp.flavour import Response

_JSON = "application/json"


class AMLResponse(Response):
    """An answer with its own status, headers and body, as run() returns it.

    `message` is text, bytes or an iterable of either; with `json_str` any JSON value. Header values are
    cut at commas into repeated fields, as clients of the original expect.
    """

    def __init__(self, message, status_code, response_headers={}, json_str=False, run_function_failed=False):
        if message is None:
            super().__init__("{}", status=status_code, mimetype=_JSON)
        elif json_str:
            super().__init__(json.dumps(message), status=status_code, mimetype=_JSON)
        else:
            super().__init__(message, status=status_code)
            if "Content-Type" in response_headers:
                self.headers.remove("Content-Type")
        self.headers["x-ms-run-function-failed"] = run_function_failed
        for name, value in response_headers.items():
            for part in value.split(","):
                self.headers.add(name, part.strip())
