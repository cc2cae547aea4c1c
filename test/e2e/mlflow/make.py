"""Saves small MLflow models, each as a user would or as an accident would leave it.

    make.py FOLDER PINS

PINS is a requirements file with the versions of the packages that run this program.
"""

import shutil
import sys
from pathlib import Path

import mlflow
import numpy as np
import pandas as pd
from mlflow.models import infer_signature
from mlflow.types import Schema, TensorSpec
from sklearn.linear_model import LinearRegression

OUT = Path(sys.argv[1])
SERVING = ("mlflow-skinny", "numpy", "pandas", "scikit-learn")
NEEDS = [line for line in Path(sys.argv[2]).read_text().split() if line.startswith(SERVING)]
ROWS = pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "b": [0.0, 1.0, 0.0, 1.0]})


def table(name, factor, **more):
    """Answers factor * (2a + b)."""
    model = LinearRegression().fit(ROWS, factor * (2 * ROWS.a + ROWS.b))
    signature = infer_signature(ROWS, model.predict(ROWS))
    mlflow.sklearn.save_model(model, OUT / name, signature=signature, serialization_format="cloudpickle", **more)


class Scaled(mlflow.pyfunc.PythonModel):
    """Answers x * weight, both by name."""

    def predict(self, context, model_input, params=None):
        return model_input["x"] * model_input["weight"]


def arrays():
    named = [TensorSpec(np.dtype(np.float64), (-1, 2), "x"), TensorSpec(np.dtype(np.float64), (-1, 2), "weight")]
    signature = mlflow.models.ModelSignature(
        inputs=Schema(named), outputs=Schema([TensorSpec(np.dtype(np.float64), (-1, 2))])
    )
    mlflow.pyfunc.save_model(OUT / "arrays", python_model=Scaled(), signature=signature, pip_requirements=NEEDS)


def spoiled(name, file, change):
    shutil.copytree(OUT / "once", OUT / name)
    path = OUT / name / file
    path.write_bytes(change(path.read_bytes()))


# What it needs is found out by MLflow itself.
table("inferred", 1)
table("once", 1, pip_requirements=NEEDS)
table("tenfold", 10, pip_requirements=NEEDS)
arrays()
spoiled("broken-pickle", "model.pkl", lambda content: content[:20])
spoiled("broken-yaml", "MLmodel", lambda content: b"flavors: [\n" + content)
spoiled("no-flavor", "MLmodel", lambda content: content.replace(b"python_function", b"java_function"))
spoiled("no-such-package", "conda.yaml", lambda content: content.replace(b"numpy==", b"numpy==0.0.99 #"))
