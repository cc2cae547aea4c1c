"""Collected data as CloudEvents 1.0: one JSON object a line, with the attributes that Azure's collector writes."""
import json
import re
import time
import uuid

from .plan import REQUEST, RESPONSE

# Azure stores what is larger beside the log.
INLINE_BYTES = 4 << 20

_TYPE = "azureml.inference."
_BINARY = re.compile(r"(image|audio|video|font)/|application/(octet-stream|zip|gzip|x-protobuf)")
_JSON = re.compile(r"application/([a-z0-9.+-]*\+)?json")
_LINE_ENDS = bytes.maketrans(b"\r\n", b"  ")
_SECRETS = frozenset(("authorization", "proxy-authorization", "cookie", "x-ms-authorization-auxiliary"))


class Event:
    """One line to be: the attributes before and after the data, and the data as bytes."""

    __slots__ = ("collection", "before", "after", "body", "kind")

    def __init__(self, collection, before, after, body, kind):
        self.collection = collection
        self.before = before
        self.after = after
        self.body = body
        self.kind = kind


def payload_events(plan, facts, request_body, response_body):
    """The events of one request: what was asked, what was answered, or both."""
    at, method, target, identity, request_type, status, fields, captured, wanted, _, whole = facts
    common = {"path": target, "method": method, "correlationid": identity, "xrequestid": identity}
    events = []
    if wanted[0]:
        more = {"capturedheaders": _shown(captured)} if captured else {}
        events.append(_event(plan, REQUEST, at, request_type, request_body, dict(common, **more), True))
    if wanted[1]:
        more = {"statuscode": status}
        kind = content_type_in(fields)
        events.append(_event(plan, RESPONSE, at, kind, response_body, dict(common, **more), whole))
    return events


def custom_event(plan, name, headers, body):
    """The event that a script's collector posted; `headers` have lower-case names."""
    identity = headers.get("ce-x-request-id", "")
    after = {"correlationid": identity, "xrequestid": identity}
    for attribute, header in (
        ("modelversion", "ce-model-version"), ("collectdatatype", "ce-collect-data-type"), ("agent", "ce-agent"),
    ):
        if header in headers:
            after[attribute] = headers[header]
    own = ("ce-time", "ce-type", "ce-x-request-id", "ce-model-version", "ce-collect-data-type", "ce-agent")
    for header, value in headers.items():
        # Binary mode of CloudEvents over HTTP: each such header is an attribute; ours stay as they are.
        if header.startswith("ce-") and header not in own:
            after.setdefault(header[3:], value)
    event = _event(plan, name, headers.get("ce-time"), headers.get("content-type", ""), body, after, True)
    for attribute in event.before:
        event.after.pop(attribute, None)
    event.after.pop("data", None)
    if headers.get("trace-id"):
        event.before["id"] = headers["trace-id"]
    return event


def inline(body, kind):
    """The JSON text that stands for a body in a line; None when it must become a file of its own."""
    if not body:
        return b"null"
    kind = kind.partition(";")[0].strip().lower()
    if len(body) > INLINE_BYTES or _BINARY.match(kind):
        return None
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if (not kind or _JSON.fullmatch(kind)) and _is_json(text):
        # As it was sent, digits and order of members included. Inside strings a line end cannot stand.
        return body.translate(_LINE_ENDS)
    return json.dumps(text).encode("ascii")


def line(event, data, in_blob):
    """The event as a line."""
    after = dict(event.after, datainblob="true") if in_blob else event.after
    before = json.dumps(event.before, separators=(",", ":"))
    rest = json.dumps(after, separators=(",", ":"))
    return b"".join((before[:-1].encode("ascii"), b',"data":', data, b",", rest[1:].encode("ascii"), b"\n"))


def content_type_in(fields):
    """Of an answer, from its header text."""
    for field in fields.split("\r\n"):
        name, _, value = field.partition(":")
        if name.strip().lower() == "content-type":
            return value.strip()
    return ""


def _event(plan, name, at, kind, body, after, whole):
    size = len(body)
    after["contentrange"] = "bytes 0-{}/{}".format(size - 1, size if whole else "*") if size else "bytes */0"
    before = {
        "specversion": "1.0",
        "id": str(uuid.uuid4()),
        "source": plan.source,
        "type": _TYPE + plan.collections[name].name,
        "datacontenttype": kind or "application/json",
        "time": timestamp(at),
    }
    return Event(name, before, after, body, kind)


def timestamp(at):
    """RFC 3339 in UTC of seconds since 1970, given as a number or as text; of now for anything else."""
    try:
        seconds = float(at)
        whole = time.gmtime(seconds)
    except (TypeError, ValueError, OverflowError, OSError):
        if isinstance(at, str) and re.fullmatch(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", at):
            return at
        seconds = time.time()
        whole = time.gmtime(seconds)
    text = time.strftime("%Y-%m-%dT%H:%M:%S", whole)
    return "{}.{:03d}Z".format(text, int(seconds % 1 * 1000)) if seconds % 1 else text + "Z"


def _is_json(text):
    try:
        json.loads(text, parse_constant=_refuse)
        return True
    except (ValueError, RecursionError):
        return False


def _refuse(word):
    raise ValueError(word)  # NaN and its like are Python's, not JSON's


def _shown(captured):
    return {name: "[redacted]" if name in _SECRETS else value for name, value in captured.items()}
