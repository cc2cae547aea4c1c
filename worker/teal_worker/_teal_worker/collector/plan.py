"""What is to be collected and where to, as the control plane ordered it."""
from dataclasses import dataclass
from typing import Dict, Tuple

from ..failures import BAD_ARGUMENT, StartFailure

REQUEST, RESPONSE = "request", "response"
ROLLING = ("minute", "hour", "day", "month", "year")
MAX_BYTES_VARIABLE = "TEAL_COLLECTOR_MAX_BYTES"

_DEFAULT_MAX_BYTES = 10 << 30


@dataclass(frozen=True)
class Collection:
    """One collection. `folder` is where its files go, `uri` the address by which clients know that folder."""

    name: str
    rate: float
    folder: str
    uri: str


@dataclass(frozen=True)
class Plan:
    """All that is collected; `source` is the deployment's ARM id, `max_bytes` the room of each collection."""

    instance_id: str
    source: str
    rolling: str
    capture_headers: Tuple[str, ...]
    collections: Dict[str, Collection]
    max_bytes: int

    @property
    def custom(self):
        """The collections that a script fills itself."""
        return [each for name, each in self.collections.items() if name not in (REQUEST, RESPONSE)]

    @property
    def payload(self):
        """The collections that are filled without code."""
        return [each for name, each in self.collections.items() if name in (REQUEST, RESPONSE)]


def read_plan(document, environ):
    """The plan in the worker's configuration, or None when nothing is to be collected."""
    order = document.get("collector")
    if not order or not order.get("collections"):
        return None
    try:
        collections = {
            name.lower(): Collection(name, float(each["rate"]), each["folder"], each["uri"])
            for name, each in order["collections"].items()
        }
        rolling = order.get("rolling", "hour")
        source, headers = str(order.get("source", "")), tuple(order.get("capture_headers", ()))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise StartFailure(BAD_ARGUMENT, "The collector's configuration is not understood: {!r}.".format(error)) from None
    if rolling not in ROLLING:
        message = "collector.rolling must be one of {}, but it is {!r}.".format(", ".join(ROLLING), rolling)
        raise StartFailure(BAD_ARGUMENT, message)
    return Plan(
        instance_id=str(document.get("instance_id") or "instance"),
        source=source,
        rolling=rolling,
        capture_headers=tuple(str(name).lower() for name in headers),
        collections=collections,
        max_bytes=_max_bytes(environ.get(MAX_BYTES_VARIABLE)),
    )


def _max_bytes(text):
    if not text:
        return _DEFAULT_MAX_BYTES
    if not (text.isascii() and text.isdigit()):
        message = "{} must be a whole number of bytes, but it is {!r}.".format(MAX_BYTES_VARIABLE, text)
        raise StartFailure(BAD_ARGUMENT, message)
    return int(text)
