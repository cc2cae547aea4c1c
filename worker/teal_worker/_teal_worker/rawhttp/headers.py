"""Header fields as scripts know them from Flask."""


class Headers:
    """Header fields in order, found whatever the case of their names; `[]` gives the first of a name."""

    def __init__(self, fields=()):
        self._fields = []
        self.extend(fields)

    def __getitem__(self, name):
        if isinstance(name, (int, slice)):
            return self._fields[name]
        wanted = name.lower()
        for known, value in self._fields:
            if known.lower() == wanted:
                return value
        raise KeyError(name)

    def __setitem__(self, name, value):
        wanted, value = name.lower(), checked(value)
        for place, (known, _) in enumerate(self._fields):
            if known.lower() == wanted:
                later = [field for field in self._fields[place + 1:] if field[0].lower() != wanted]
                self._fields[place:] = [(name, value)] + later
                return
        self._fields.append((name, value))

    def __delitem__(self, name):
        wanted = name.lower()
        self._fields = [field for field in self._fields if field[0].lower() != wanted]

    def get(self, name, default=None, type=None):
        """The first value of a name, passed through `type`, or the default."""
        try:
            value = self[name]
            return value if type is None else type(value)
        except (KeyError, ValueError):
            return default

    def getlist(self, name, type=None):
        """All values of a name."""
        wanted = name.lower()
        values = [value for known, value in self._fields if known.lower() == wanted]
        return values if type is None else [type(value) for value in values]

    get_all = getlist

    def set(self, name, value, **parameters):
        """Replace all fields of this name by one."""
        self[name] = with_parameters(value, parameters)

    def add(self, name, value, **parameters):
        """Add a field and keep those of the same name."""
        self._fields.append((name, checked(with_parameters(value, parameters))))

    add_header = add

    def remove(self, name):
        """Drop all fields of this name."""
        del self[name]

    def pop(self, name, *default):
        """The first value of a name, whose fields are dropped."""
        try:
            value = self[name]
        except KeyError:
            if default:
                return default[0]
            raise
        del self[name]
        return value

    def setdefault(self, name, value):
        """The value of a name, which is given one if it has none."""
        if name not in self:
            self[name] = value
        return self[name]

    def extend(self, fields):
        """Add pairs, or the entries of a mapping whose values may be lists."""
        for name, value in fields.items() if hasattr(fields, "items") else fields:
            for each in value if isinstance(value, (list, tuple)) else (value,):
                self.add(name, each)

    def update(self, fields):
        """Replace the fields of the given names."""
        for name, value in fields.items() if hasattr(fields, "items") else fields:
            self[name] = value

    def keys(self):
        """Names, as often as they occur."""
        return [name for name, _ in self._fields]

    def values(self):
        """Values in order."""
        return [value for _, value in self._fields]

    def items(self):
        """Pairs in order."""
        return list(self._fields)

    def to_wsgi_list(self):
        """Pairs in order."""
        return list(self._fields)

    def __contains__(self, name):
        wanted = name.lower()
        return any(known.lower() == wanted for known, _ in self._fields)

    def __iter__(self):
        return iter(list(self._fields))

    def __len__(self):
        return len(self._fields)

    def __str__(self):
        return "".join("{}: {}\r\n".format(*field) for field in self._fields) + "\r\n"

    def __repr__(self):
        return "{}({!r})".format(type(self).__name__, self._fields)


def checked(value):
    """A header value as text; ValueError if it would end its line."""
    text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
    if "\n" in text or "\r" in text:
        raise ValueError("A header value must not contain a line end.")
    return text


def with_parameters(value, parameters):
    """`value; name=text` for the given parameters; underscores in names stand for hyphens."""
    pieces = [str(value)]
    for name, text in parameters.items():
        name = name.replace("_", "-")
        if text is None:
            pieces.append(name)
        elif str(text).isalnum():
            pieces.append("{}={}".format(name, text))
        else:
            quoted = str(text).replace("\\", "\\\\").replace('"', '\\"')
            pieces.append('{}="{}"'.format(name, quoted))
    return "; ".join(pieces)
