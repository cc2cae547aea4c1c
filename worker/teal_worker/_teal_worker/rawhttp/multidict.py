"""Mappings whose keys may occur more than once, with the methods that scripts know from Flask."""


class MultiDict:
    """Several values for a key, in order; `[]` and `get` give the first."""

    def __init__(self, pairs=()):
        self._values = {}
        for key, value in pairs:
            self._values.setdefault(key, []).append(value)

    def __getitem__(self, key):
        return self._values[key][0]

    def get(self, key, default=None, type=None):
        """The first value, passed through `type`; the default when it is absent or `type` refuses it."""
        if key not in self._values:
            return default
        value = self._values[key][0]
        if type is None:
            return value
        try:
            return type(value)
        except (TypeError, ValueError):
            return default

    def getlist(self, key, type=None):
        """All values of a key."""
        values = self._values.get(key, [])
        if type is None:
            return list(values)
        found = []
        for value in values:
            try:
                found.append(type(value))
            except (TypeError, ValueError):
                pass
        return found

    def keys(self):
        """The distinct keys."""
        return self._values.keys()

    def values(self):
        """The first value of each key."""
        return (values[0] for values in self._values.values())

    def items(self, multi=False):
        """Pairs with the first value of each key, or with `multi` all pairs."""
        for key, values in self._values.items():
            for value in values if multi else values[:1]:
                yield key, value

    def lists(self):
        """Each key with all its values."""
        return ((key, list(values)) for key, values in self._values.items())

    def to_dict(self, flat=True):
        """A plain dict, of first values or of lists."""
        return dict(self.items()) if flat else dict(self.lists())

    def __contains__(self, key):
        return key in self._values

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def __eq__(self, other):
        mine = dict(self.lists())
        return mine == dict(other.lists()) if isinstance(other, MultiDict) else NotImplemented

    __hash__ = None

    def __repr__(self):
        return "{}({!r})".format(type(self).__name__, list(self.items(multi=True)))
