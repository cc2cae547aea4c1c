# /// script
# requires-python = ">=3.10,<3.14"
# dependencies = ["mlflow-skinny==3.4.0", "numpy==2.2.6", "pandas==2.2.3", "scikit-learn==1.6.1", "scipy==1.15.2"]
# ///
"""Trains two classifiers of flowers and saves them as MLflow models: model-1 and model-2.

    uv run train.py

or, in a virtual environment of your own:

    pip install mlflow-skinny==3.4.0 numpy==2.2.6 pandas==2.2.3 scikit-learn==1.6.1 scipy==1.15.2
    python train.py

What the models need is written beside them by MLflow, in conda.yaml and requirements.txt.
"""

import shutil
from pathlib import Path

import mlflow
from mlflow.models import infer_signature
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB

HERE = Path(__file__).resolve().parent
# Named, so that MLflow does not have to load each model to find them out; the skinny one is enough to serve.
NEEDS = ["mlflow-skinny==3.4.0", "numpy==2.2.6", "pandas==2.2.3", "scikit-learn==1.6.1", "scipy==1.15.2"]


def main():
    flowers = load_iris(as_frame=True)
    rows = flowers.data.set_axis(["sepal_length", "sepal_width", "petal_length", "petal_width"], axis=1)
    for name, model in {"model-1": LogisticRegression(max_iter=500), "model-2": GaussianNB()}.items():
        model.fit(rows, flowers.target)
        folder = HERE / name
        shutil.rmtree(folder, ignore_errors=True)
        mlflow.sklearn.save_model(
            model, folder, signature=infer_signature(rows, model.predict(rows)), pip_requirements=NEEDS
        )
        print(f"{name}: {model.score(rows, flowers.target):.3f} of the flowers are named right")


if __name__ == "__main__":
    main()
