"""Which file in AZUREML_MODEL_DIR is the ONNX model."""
import os

from ..failures import BAD_ARGUMENT, StartFailure

_SUFFIX = ".onnx"
# Registered files lie at the top, folders one level below, and a model repository has two levels of its own.
_DEPTH = 3


def model_file(environ):
    """The path of ONNX_MODEL_FILE below AZUREML_MODEL_DIR, else of the one .onnx file nearest to the top."""
    top = environ.get("AZUREML_MODEL_DIR")
    if not top or not os.path.exists(top):
        raise StartFailure(BAD_ARGUMENT, "AZUREML_MODEL_DIR must name an ONNX model or the folder of one.")
    if os.path.isfile(top):
        return top
    named = environ.get("ONNX_MODEL_FILE")
    if named:
        path = os.path.join(top, named)
        if not os.path.isfile(path):
            raise StartFailure(BAD_ARGUMENT, "ONNX_MODEL_FILE is {!r}, but the model has no such file.".format(named))
        return path
    for found in _levels(top):
        if len(found) == 1:
            return os.path.join(top, found[0])
        if found:
            message = "The model holds several ONNX files ({}); name one of them in ONNX_MODEL_FILE."
            raise StartFailure(BAD_ARGUMENT, message.format(", ".join(found)))
    raise StartFailure(BAD_ARGUMENT, "The model is no ONNX model: there is no {} file in it.".format(_SUFFIX))


def _levels(top):
    """The .onnx files of each level, nearest first, as paths below the top."""
    folders = [""]
    for _ in range(_DEPTH + 1):
        names = [
            os.path.join(folder, name) for folder in folders for name in sorted(os.listdir(os.path.join(top, folder)))
        ]
        yield [name for name in names if name.endswith(_SUFFIX) and os.path.isfile(os.path.join(top, name))]
        folders = [name for name in names if os.path.isdir(os.path.join(top, name))]
