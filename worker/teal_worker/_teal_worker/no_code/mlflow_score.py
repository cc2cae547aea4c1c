"""Serves an MLflow model that has no scoring script.

Request: `{"input_data": ..., "params": {...}}`, media type JSON; `params` may be left out. `input_data` is

- `{"columns": [...], "index": [...], "data": [[...], ...]}`: a table (`index` may be left out),
- a list: one array, or
- `{"name": [...], ...}`: named arrays.

Values are cast to the types of the model's signature. Answer: what the model returned, bare: an array as nested
lists, a table as a list of records. Contract: Azure ML's image for MLflow models; what does not fit the model is
status 500 there, so it is here, but with a message that says why.
"""
import inspect
import logging
import os

from _teal_worker.failures import BAD_ARGUMENT, INIT_FAILED, StartFailure, describe, one_line
from _teal_worker.no_code.described import described
from _teal_worker.no_code.jsonable import jsonable
from _teal_worker.no_code.mlflow_folder import model_folder
from _teal_worker.no_code.mlflow_input import InputReader
from _teal_worker.no_code.mlflow_schema import describe_model
from _teal_worker.scoring.modes import BadInput
from _teal_worker.scoring.script import log_traceback

_MISFIT = 500

_logger = logging.getLogger("azmlinfsrv.mlflow")


class _Served:
    """The loaded model and what is derived from it once."""

    model = None
    reader = None
    folder = None
    takes_params = True


def init():
    """Load the model that AZUREML_MODEL_DIR holds."""
    # Serving a model is nothing to tell anybody about, and no experiment either.
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    folder = model_folder(os.environ)
    try:
        import mlflow.pyfunc
    except ImportError as error:
        message = "An MLflow model needs the package mlflow in its environment: {}".format(error)
        raise StartFailure(BAD_ARGUMENT, message) from None
    metadata = _loaded("The file MLmodel", mlflow.models.Model.load, folder)
    if "python_function" not in (metadata.flavors or {}):
        has = ", ".join(sorted(metadata.flavors or {})) or "none"
        message = "The MLflow model needs the flavor python_function; its flavors are: {}.".format(has)
        raise StartFailure(BAD_ARGUMENT, message)
    _Served.model = _loaded("The MLflow model", mlflow.pyfunc.load_model, folder)
    _Served.folder = folder
    _Served.reader = InputReader(metadata)
    _Served.takes_params = "params" in inspect.signature(_Served.model.predict).parameters
    if metadata.signature is None:
        _logger.warning("The model has no signature: its input is not checked, and swagger tells no types.")


def _loaded(what, load, folder):
    try:
        return load(folder)
    except Exception as error:
        log_traceback("{} cannot be loaded.".format(what), error)
        raise StartFailure(INIT_FAILED, "{} cannot be loaded: {}".format(what, describe(error))) from None


def _schemas():
    return describe_model(_Served.model.metadata, _Served.folder)


@described(_schemas)
def run(input_data, params=None):
    """What the model makes of `input_data`."""
    from mlflow.exceptions import MlflowException

    if params is not None and not isinstance(params, dict):
        raise _misfit("params must be an object of names and values.")
    try:
        data = _Served.reader.read(input_data)
    except ValueError as error:
        raise _misfit(error) from None
    keywords = {"params": params} if params is not None and _Served.takes_params else {}
    try:
        return jsonable(_Served.model.predict(data, **keywords))
    except MlflowException as error:
        if error.error_code not in ("INVALID_PARAMETER_VALUE", "BAD_REQUEST"):
            raise
        raise _misfit("The input does not fit the model: {}".format(error.message)) from None


def _misfit(reason):
    message = one_line(str(reason))
    _logger.warning("%s", message)
    return BadInput(_MISFIT, message)
