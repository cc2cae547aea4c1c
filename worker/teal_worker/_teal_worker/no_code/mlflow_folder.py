"""Where in AZUREML_MODEL_DIR the MLflow model lies."""
import os

from ..failures import BAD_ARGUMENT, StartFailure

_MARKER = "MLmodel"


def model_folder(environ):
    """The folder with the file MLmodel: MLFLOW_MODEL_FOLDER inside AZUREML_MODEL_DIR when that is set (Azure's
    image has the name), else the directory itself or the one folder in it that has the file."""
    top = environ.get("AZUREML_MODEL_DIR")
    if not top or not os.path.isdir(top):
        raise StartFailure(BAD_ARGUMENT, "AZUREML_MODEL_DIR must name the folder of an MLflow model.")
    named = environ.get("MLFLOW_MODEL_FOLDER")
    if named:
        folder = os.path.join(top, named)
        if not _is_model(folder):
            message = "MLFLOW_MODEL_FOLDER is {!r}, but that folder of the model has no file {}.".format(named, _MARKER)
            raise StartFailure(BAD_ARGUMENT, message)
        return folder
    if _is_model(top):
        return top
    found = [each for each in sorted(os.listdir(top)) if _is_model(os.path.join(top, each))]
    if len(found) == 1:
        return os.path.join(top, found[0])
    if not found:
        message = "The model is no MLflow model: there is no file {} in it or in a folder of it.".format(_MARKER)
        raise StartFailure(BAD_ARGUMENT, message)
    message = "The model holds several MLflow models ({}); name one of them in MLFLOW_MODEL_FOLDER."
    raise StartFailure(BAD_ARGUMENT, message.format(", ".join(found)))


def _is_model(folder):
    return os.path.isfile(os.path.join(folder, _MARKER))
