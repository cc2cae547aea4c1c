"""Writes the MLflow models of the tests, with the real package: `mlflow_models.py FOLDER`."""
import os
import sys
import warnings

import cloudpickle
import mlflow.pyfunc
import mlflow.sklearn
import numpy
import pandas
from mlflow.models import ModelSignature, infer_signature
from mlflow.types import ColSpec, Schema, TensorSpec
from sklearn.linear_model import LinearRegression

_ROWS = pandas.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "b": [0, 1, 0, 1]})
_ANSWERS = [2.0, 5.0, 6.0, 9.0]


class Scaled(mlflow.pyfunc.PythonModel):
    """t times the parameter k, beside values that JSON has no words for."""

    def predict(self, context, model_input, params=None):
        times = pandas.to_datetime(["2024-01-02T03:04:05"] * len(model_input))
        return pandas.DataFrame({
            "x": model_input["t"] * params["k"], "when": times, "none": float("nan"), "gone": pandas.NaT,
        })


class Kinds(mlflow.pyfunc.PythonModel):
    """What reached the model: type and value of each column."""

    def predict(self, context, model_input, params=None):
        return {
            name: [str(model_input[name].dtype), [repr(value) for value in model_input[name].tolist()]]
            for name in model_input.columns
        }


class Named(mlflow.pyfunc.PythonModel):
    """The sum of two named arrays, which the model's signature calls left and right."""

    def predict(self, context, model_input, params=None):
        return {"sum": model_input["left"] + model_input["right"], "type": str(model_input["left"].dtype)}


class Plain(mlflow.pyfunc.PythonModel):
    """What is given to a model without a signature, by its type."""

    def predict(self, context, model_input, params=None):
        kind = type(model_input).__name__
        if kind == "dict":
            return [kind, {name: type(value).__name__ for name, value in model_input.items()}]
        return [kind, list(model_input.columns) if kind == "DataFrame" else model_input, numpy.float32(0.5)]


class Hinted(mlflow.pyfunc.PythonModel):
    """A model whose input is told by type hints and comes as it was sent."""

    def predict(self, model_input: list[dict[str, str]]) -> list[str]:
        return [each["text"].upper() for each in model_input]


def write_models(top):
    """All models, each in a folder of its own."""
    _regressions(top)
    _pyfunc(top, "params", Scaled(), ModelSignature(
        Schema([ColSpec("double", "t")]), Schema([ColSpec("double", "x")]),
        infer_signature(pandas.DataFrame({"t": [1.0]}), None, {"k": 3}).params,
    ))
    kinds = ("boolean", "integer", "long", "float", "double", "string", "binary", "datetime")
    _pyfunc(top, "kinds", Kinds(), ModelSignature(
        Schema([ColSpec(kind, kind) for kind in kinds] + [ColSpec("double", "spare", required=False)])
    ))
    pair = [TensorSpec(numpy.dtype("float32"), (-1, 2), name) for name in ("left", "right")]
    _pyfunc(top, "named", Named(), ModelSignature(Schema(pair)))
    _pyfunc(top, "plain", Plain(), None)
    _pyfunc(top, "hinted", Hinted(), None)


def _regressions(top):
    with_names = LinearRegression().fit(_ROWS, _ANSWERS)
    without = LinearRegression().fit(_ROWS.to_numpy(), _ANSWERS)
    tensor = ModelSignature(
        Schema([TensorSpec(numpy.dtype("float32"), (-1, 2))]), Schema([TensorSpec(numpy.dtype("float64"), (-1,))])
    )
    signature = infer_signature(_ROWS, with_names.predict(_ROWS))
    for name, model, more in (
        ("signed", with_names, {"signature": signature, "input_example": _ROWS.head(1)}),
        ("unsigned", without, {}),
        ("tensor", without, {"signature": tensor}),
    ):
        folder = os.path.join(top, name)
        mlflow.sklearn.save_model(model, folder, serialization_format="cloudpickle", pip_requirements=[], **more)


def _pyfunc(top, name, model, signature):
    more = {} if signature is None else {"signature": signature}
    mlflow.pyfunc.save_model(os.path.join(top, name), python_model=model, pip_requirements=[], **more)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    # The classes travel with the model: this file is not there where it is served.
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    write_models(sys.argv[1])
