"""The shape of the table: scripts, and what is asked of each."""
from dataclasses import dataclass, field
from typing import Dict, List, Optional, Tuple, Union

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Ask:
    """One request. `body` as a list of pieces is sent chunked. `handshake` is a file that the client makes
    as soon as the first piece of the answer is there."""

    name: str
    method: str = "POST"
    path: str = "/score"
    headers: Dict[str, str] = field(default_factory=lambda: dict(JSON))
    body: Union[bytes, List[bytes], None] = None
    handshake: Optional[str] = None


@dataclass(frozen=True)
class Script:
    """One scoring script, the files beside it, and its requests. `bare`: also run without any package."""

    name: str
    source: str
    asks: Tuple[Ask, ...]
    env: Dict[str, str] = field(default_factory=dict)
    files: Dict[str, str] = field(default_factory=dict)
    bare: bool = True
    starts: bool = True


def post(name, body=b"", kind="application/json", **headers):
    """A POST to /score."""
    fields = {} if kind is None else {"Content-Type": kind}
    fields.update({key.replace("_", "-"): value for key, value in headers.items()})
    text = body.encode("utf-8") if isinstance(body, str) else body
    return Ask(name, headers=fields, body=text)


def get(name, path="/score", **headers):
    """A GET without a body."""
    return Ask(name, "GET", path, {key.replace("_", "-"): value for key, value in headers.items()})


def verb(method, path="/score", body=None):
    """Any method."""
    return Ask("{} {}".format(method, path), method, path, {}, body)


_RAW_NAMES = {
    "contrib": "azureml.contrib.services.{}",
    "server": "azureml_inference_server_http.api.{}",
}


def raw_script(body, names="contrib"):
    """A script in raw mode, with its imports by the names of either package."""
    modules = [_RAW_NAMES[names].format(leaf) for leaf in ("aml_request", "aml_response")]
    lines = "from {} import AMLRequest, rawhttp\nfrom {} import AMLResponse\n".format(*modules)
    return lines + "\ndef init():\n    pass\n" + body
