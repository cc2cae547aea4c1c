"""One decision per request: it follows from the request's id, so that whoever asks gets the same answer."""
import hashlib

_RANGE = float(1 << 53)


def lot(identity):
    """The number from 0 up to, but never, 1 that an id has drawn. It is kept when its lot is below the rate."""
    digest = hashlib.blake2b(identity.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return (int.from_bytes(digest, "big") >> 11) / _RANGE
