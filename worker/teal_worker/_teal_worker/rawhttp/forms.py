"""Forms in request bodies and query strings: fields and uploaded files."""
import codecs
import io
import re
import shutil
from urllib.parse import parse_qsl, unquote

from .headers import Headers
from .multidict import MultiDict

FORM_TYPE = "application/x-www-form-urlencoded"
MULTIPART_TYPE = "multipart/form-data"

_PARAMETER = re.compile(r';\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))')
_ESCAPE = re.compile(r'\\(["\\])')


def pairs_of(text):
    """Names and values of a query string or an encoded form; bytes that are not UTF-8 stay encoded."""
    return parse_qsl(text, keep_blank_values=True, errors=_KEEP_ENCODED)


def _keep_encoded(error):
    wrong = error.object[error.start:error.end]
    return "".join("%{:02X}".format(byte) for byte in wrong), error.end


_KEEP_ENCODED = "teal.keep-encoded"
codecs.register_error(_KEEP_ENCODED, _keep_encoded)


class UploadedFile:
    """One file of a form; reads and saves like the FileStorage objects of Flask."""

    def __init__(self, body, filename, name, headers):
        self.stream = io.BytesIO(body)
        self.filename = filename
        self.name = name
        self.headers = headers

    @property
    def content_type(self):
        """The part's own Content-Type, or None."""
        return self.headers.get("Content-Type")

    @property
    def mimetype(self):
        """The type without parameters."""
        return options_of(self.content_type)[0]

    @property
    def mimetype_params(self):
        """The parameters of the type."""
        return options_of(self.content_type)[1]

    @property
    def content_length(self):
        """What the part says of its length, 0 if nothing."""
        return self.headers.get("Content-Length", 0, int)

    def save(self, destination, buffer_size=16384):
        """Write the rest of the file to a path or a writable object."""
        if hasattr(destination, "write"):
            shutil.copyfileobj(self.stream, destination, buffer_size)
            return
        with open(destination, "wb") as file:
            shutil.copyfileobj(self.stream, file, buffer_size)

    def close(self):
        """Let go of the content."""
        self.stream.close()

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __iter__(self):
        return iter(self.stream)

    def __bool__(self):
        return bool(self.filename)

    def __repr__(self):
        return "<{}: {!r} ({!r})>".format(type(self).__name__, self.filename, self.content_type)


def options_of(value):
    """`text/plain; charset=x` as ("text/plain", {"charset": "x"})."""
    if not value:
        return "", {}
    head, _, _ = value.partition(";")
    options = {}
    for name, quoted, plain in _PARAMETER.findall(value):
        # Backslashes before other characters are part of the path that old browsers send.
        options[name.lower()] = _ESCAPE.sub(r"\1", quoted) if quoted else plain.strip()
    return head.strip().lower(), options


def parse_form(content_type, body):
    """(fields, files) of a body, both empty when it is not a form or not well-formed."""
    kind, options = options_of(content_type)
    if kind == FORM_TYPE:
        text = body.decode("utf-8", "replace")
        return MultiDict(pairs_of(text)), MultiDict()
    if kind != MULTIPART_TYPE or not options.get("boundary"):
        return MultiDict(), MultiDict()
    fields, files = [], []
    for headers, content in _parts(body, options["boundary"].encode("latin-1", "replace")):
        kind, about = options_of(headers.get("Content-Disposition"))
        name = about.get("name")
        if kind != "form-data" or name is None:
            continue
        filename = _filename(about)
        if filename is None:
            fields.append((name, content.decode(_charset(headers), "replace")))
        else:
            files.append((name, UploadedFile(content, filename, name, headers)))
    return MultiDict(fields), MultiDict(files)


def _parts(body, boundary):
    """(headers, content) of each part that is complete."""
    # The first boundary need not follow a line end; all others do, and that line end is theirs.
    delimiter = re.compile(rb"(?:\A|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?:\r?\n|\Z)")
    start = None
    position = 0
    while True:
        match = delimiter.search(body, position)
        if match is None:
            return
        if start is not None:
            yield _part(bytes(body[start:match.start()]))
        if match.group(1):
            return
        start = match.end()
        # Two boundaries in a row share the line end between them.
        position = max(match.end() - 2, match.start() + 1)


def _part(raw):
    match = re.search(rb"\r?\n\r?\n", raw)
    head, content = (raw, b"") if match is None else (raw[:match.start()], raw[match.end():])
    headers = Headers()
    for line in re.sub(rb"\r?\n[ \t]+", b" ", head).splitlines():
        name, colon, value = line.decode("utf-8", "replace").partition(":")
        if colon:
            headers.add(name.strip(), value.strip())
    return headers, content


def _charset(headers):
    charset = options_of(headers.get("Content-Type"))[1].get("charset", "utf-8").lower()
    return charset if charset in ("ascii", "us-ascii", "utf-8", "iso-8859-1") else "utf-8"


def _filename(about):
    encoded = about.get("filename*")
    if encoded is not None and encoded.count("'") >= 2:
        charset, _, text = encoded.split("'", 2)
        try:
            return unquote(text, charset or "utf-8")
        except LookupError:
            pass
    return about.get("filename")
