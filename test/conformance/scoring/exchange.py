"""One request, and its answer as something to compare."""
import http.client
import json
import re

# Headers that never compare: the connection's own, and what differs from run to run.
IGNORED = {
    "connection": "Azure's server closes after each answer; ours keeps connections",
    "date": "only Azure's server sends it",
    "server": "only Azure's server sends it",
    "x-ms-server-version": "each names itself; its presence is compared",
    "x-request-id": "made up unless the request has one; its presence is compared",
    "x-ms-request-id": "likewise",
    "x-ms-run-fn-exec-ms": "a duration; its presence and form are compared",
    "content-length": "compared through the body",
}

# Which request headers an id of the answer is taken from.
_IDS = {
    "x-request-id": {"x-request-id"},
    "x-ms-request-id": {"x-request-id", "x-ms-request-id", "x-ms-client-request-id"},
}


def ask(server, request):
    """Send `request` and return status, headers and body as plain values."""
    client = server.connect()
    try:
        client.sendall(_wire(request))
        response = http.client.HTTPResponse(client, method=request.method)
        response.begin()
        first = b""
        if request.handshake:
            first = response.read1(65536)
            with open(request.handshake, "w", encoding="ascii"):
                pass
        try:
            body = first + response.read()
        except http.client.IncompleteRead as error:
            body = first + error.partial + b" (cut off)"
        return {
            "status": response.status,
            "headers": _headers(response, request),
            "body": _body(response, body),
        }
    except (http.client.HTTPException, OSError) as error:
        return {"status": 0, "headers": [], "body": type(error).__name__}
    finally:
        client.close()


def _wire(request):
    lines = ["{} {} HTTP/1.1".format(request.method, request.path), "Host: model.example"]
    lines += ["{}: {}".format(*field) for field in request.headers.items()]
    if isinstance(request.body, list):
        lines.append("Transfer-Encoding: chunked")
        body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in request.body) + b"0\r\n\r\n"
    else:
        body = request.body or b""
        if request.body is not None:
            lines.append("Content-Length: {}".format(len(body)))
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body


def _headers(response, request):
    sent = {name.lower() for name in request.headers}
    shown = []
    for name, value in response.getheaders():
        name = name.lower()
        if name in _IDS and sent & _IDS[name]:
            shown.append([name, value])
        elif name == "set-cookie":
            shown.append([name, re.sub("Expires=[^;]*", "Expires=a date", value)])
        elif name == "allow":
            shown.append([name, ", ".join(sorted(value.replace(" ", "").split(",")))])
        elif name == "x-ms-run-fn-exec-ms":
            shown.append([name, "digits" if value.replace(".", "").isdigit() and value[-4:-3] == "." else value])
        elif name in ("x-request-id", "x-ms-request-id", "x-ms-server-version"):
            shown.append([name, "present"])
        elif name not in IGNORED:
            shown.append([name, value])
    return sorted(shown)


def _body(response, body):
    """Text, or the parsed JSON without sentences: the wording of messages and descriptions is each server's."""
    if (response.getheader("Content-Type") or "").startswith("application/json"):
        try:
            parsed = json.loads(body)
        except ValueError:
            return body.decode("latin-1")
        if isinstance(parsed, dict) and list(parsed) == ["message"] and response.status >= 400:
            return {"message": "a sentence"}
        if isinstance(parsed, dict) and ("swagger" in parsed or "openapi" in parsed):
            return _without_descriptions(parsed)
    return body.decode("latin-1")


def _without_descriptions(value):
    if isinstance(value, dict):
        return {key: _without_descriptions(each) for key, each in value.items() if key != "description"}
    return [_without_descriptions(each) for each in value] if isinstance(value, list) else value
