"""Differences from Azure's inference server that are meant to be, each with its reason."""

_ALLOW = "a refusal of a verb names the allowed ones, as HTTP asks"
_EXIT = "sys.exit() in run() is a failure of the script like any other: JSON, ids, the failure mark"
_NAME = "a header name that HTTP does not know is refused with JSON and ids"
_STREAM = "a stream that fails before its first piece is a failure of the script: JSON, the failure mark"
_HEADS = "request heads may have 64 KiB, in whatever parts; the router in front has limits of its own"
_FIELDS = ("status", "headers", "body")

# (rows, by how their names begin; the fields that may differ; the reason)
KNOWN = (
    ("echo / PUT /score", ("headers",), _ALLOW),
    ("echo / DELETE /score", ("headers",), _ALLOW),
    ("echo / PATCH /score", ("headers",), _ALLOW),
    ("echo / HEAD /score", ("headers",), _ALLOW),
    ("echo / BREW /score", ("headers",), _ALLOW),
    ("echo / POST / /", ("headers",), _ALLOW),
    ("echo / POST /swagger.json", ("headers",), _ALLOW),
    ("echo / long target", _FIELDS, _HEADS),
    ("echo / long header", _FIELDS, _HEADS),
    ("echo / many headers", _FIELDS, _HEADS),
    ("schema numpy / HEAD /score", ("headers",), _ALLOW),
    ("raw request / PUT /score", ("headers",), _ALLOW),
    ("results / exit", ("headers", "body"), _EXIT),
    ("raw response / bad name", ("headers", "body"), _NAME),
    ("response without rawhttp / bad name", ("headers", "body"), _NAME),
    ("streams / broken at once", ("headers", "body"), _STREAM),
)


def reason_for(row, fields):
    """Why `row` may differ in these fields, or None if it may not."""
    for start, allowed, reason in KNOWN:
        if row.startswith(start) and fields and set(fields) <= set(allowed):
            return reason
    return None


def is_listed(row):
    """Whether a difference is expected in `row`."""
    return any(row.startswith(start) for start, _, _ in KNOWN)
