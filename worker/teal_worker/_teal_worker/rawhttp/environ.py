"""A request as Flask wants it: the WSGI environment."""
import io
import sys
from urllib.parse import unquote_to_bytes


def environ_of(request):
    """The environment of one request, complete with its body."""
    target, _, query = request.target.partition("?")
    headers = request.headers
    scheme = "https" if headers.get("x-forwarded-proto", "").lower() == "https" else "http"
    host, _, port = headers.get("host", "localhost").rpartition(":")
    if not port.isdigit():
        host, port = headers.get("host", "localhost"), "443" if scheme == "https" else "80"
    environ = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(target).decode("latin-1"),
        "QUERY_STRING": query,
        "RAW_URI": request.target,
        "REQUEST_URI": request.target,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": "HTTP/1.1" if request.http11 else "HTTP/1.0",
        "SERVER_SOFTWARE": "teal",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scheme,
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in headers.items():
        if name == "content-type":
            environ["CONTENT_TYPE"] = value
        elif name == "content-length":
            environ["CONTENT_LENGTH"] = value
        elif "_" not in name:
            environ["HTTP_" + name.upper().replace("-", "_")] = value
    return environ
