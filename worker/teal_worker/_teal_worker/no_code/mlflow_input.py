"""The member input_data of a request, as the kind of value that an MLflow model takes."""
import json

from .mlflow_cast import cast_array, cast_column, column_kind

_SPLIT = ("columns", "index", "data")
# Models that are given text and messages as they are sent, not as arrays.
_TALKERS = ("transformers", "hftransformersv2", "langchain", "llama_index", "openai", "dspy")


class InputReader:
    """Reads input_data by the model's signature; ValueError, in words for the client, for what does not fit."""

    def __init__(self, metadata):
        signature = metadata.signature
        self._specs = list(signature.inputs.inputs) if signature is not None and signature.inputs else []
        self._tensors = bool(self._specs) and signature.inputs.is_tensor_spec()
        self._by_name = {spec.name: spec for spec in self._specs if spec.name is not None}
        self._as_sent = getattr(signature, "_is_signature_from_type_hint", False) or any(
            not self._tensors and column_kind(spec) is None for spec in self._specs
        )
        self._talks = any(flavor in (metadata.flavors or {}) for flavor in _TALKERS)

    def read(self, data):
        """A DataFrame, an array, a dict of arrays, or the value as sent where the model wants that."""
        if self._as_sent and not _is_split(data):
            return data
        if self._talks and _is_talk(data):
            return data
        if isinstance(data, str):
            data = _parsed(data)
        if _is_split(data):
            return self._table(data)
        if isinstance(data, list):
            return self._array(data)
        if isinstance(data, dict):
            return self._arrays(data)
        raise ValueError(
            "input_data must be a table (columns, index, data), a list, or an object of named lists, but it is {}."
            .format(json.dumps(data))
        )

    # -- tables --------------------------------------------------------------------------------------

    def _table(self, data):
        import pandas

        columns, rows, index = _split_parts(data)
        frame = pandas.DataFrame(rows, columns=columns, index=index)
        if self._tensors:
            return self._tensor_table(frame)
        self._require(columns, "columns")
        for spec in self._by_name.values():
            if spec.name in frame.columns:
                frame[spec.name] = cast_column(frame[spec.name], spec)
        return frame

    def _tensor_table(self, frame):
        if not self._by_name:
            return cast_array(frame.to_numpy().tolist(), self._specs[0], "input_data")
        self._require(list(frame.columns), "columns")
        return {
            name: cast_array(frame[name].tolist(), spec, "The column {!r} of input_data".format(name))
            for name, spec in self._by_name.items()
        }

    # -- arrays --------------------------------------------------------------------------------------

    def _array(self, data):
        if data and all(isinstance(each, dict) for each in data):
            raise ValueError(
                "input_data is a list of records, which is not supported; "
                "send a table as an object with columns, index and data."
            )
        if self._tensors and self._by_name:
            raise ValueError(
                "input_data is a list, but the model takes named arrays: {}.".format(_names(self._by_name))
            )
        if self._by_name:
            return self._unnamed_table(data)
        return cast_array(data, self._specs[0] if len(self._specs) == 1 else None, "input_data")

    def _unnamed_table(self, data):
        """Rows without names for a model that has some: the order of the signature counts."""
        width = len(self._by_name)
        if width == 1 and not any(isinstance(row, list) for row in data):
            data = [[each] for each in data]
        for place, row in enumerate(data):
            if not isinstance(row, list) or len(row) != width:
                raise ValueError(
                    "Row {} of input_data must be a list of {} values, one for each of {}."
                    .format(place, width, _names(self._by_name))
                )
        return self._table({"columns": list(self._by_name), "data": data})

    def _arrays(self, data):
        if self._specs:
            if not self._by_name:
                raise ValueError("input_data has names, but the model takes one unnamed array; send a list.")
            self._require(data, "names")
        if self._by_name and not self._tensors:
            return self._named_table(data)
        return {
            name: cast_array(value, self._by_name.get(name), "The member {!r} of input_data".format(name))
            for name, value in data.items()
        }

    def _named_table(self, data):
        lengths = {name: len(value) for name, value in data.items() if isinstance(value, list)}
        if not lengths:
            return self._table({"columns": list(data), "data": [list(data.values())]})
        wrong = [name for name in data if lengths.get(name) != max(lengths.values())]
        if wrong:
            raise ValueError("The members of input_data must be lists of one length; {!r} is not.".format(wrong[0]))
        return self._table({"columns": list(data), "data": [list(row) for row in zip(*data.values())]})

    def _require(self, given, what):
        missing = [
            name for name, spec in self._by_name.items() if name not in given and getattr(spec, "required", True)
        ]
        if missing:
            raise ValueError(
                "input_data lacks {}, which the model's signature requires; its {} are {}."
                .format(_names(missing), what, _names(given) or "none")
            )


def _is_split(data):
    return isinstance(data, dict) and "columns" in data and "data" in data and not set(data) - set(_SPLIT)


def _is_talk(data):
    if isinstance(data, list):
        return all(isinstance(each, (str, dict)) for each in data)
    if isinstance(data, dict):
        return not _is_split(data) and all(
            isinstance(each, str) or (isinstance(each, list) and all(isinstance(one, str) for one in each))
            for each in data.values()
        )
    return isinstance(data, str)


def _parsed(text):
    # Clients that encode twice are served too, as they are in Azure.
    try:
        return json.loads(text)
    except ValueError:
        raise ValueError("input_data is text that is not JSON.") from None


def _split_parts(data):
    columns, rows, index = data["columns"], data["data"], data.get("index")
    for name, value in (("columns", columns), ("data", rows)) + ((("index", index),) if index is not None else ()):
        if not isinstance(value, list):
            raise ValueError("The member {!r} of input_data must be a list.".format(name))
    if len(set(map(str, columns))) != len(columns):
        raise ValueError("The columns of input_data must have different names.")
    for place, row in enumerate(rows):
        if not isinstance(row, list) or len(row) != len(columns):
            raise ValueError(
                "Row {} of the data in input_data must be a list of {} values, one for each column."
                .format(place, len(columns))
            )
    if index is not None and len(index) != len(rows):
        raise ValueError("The index of input_data has {} entries for {} rows.".format(len(index), len(rows)))
    return columns, rows, index


def _names(names):
    return ", ".join(repr(name) for name in names)
