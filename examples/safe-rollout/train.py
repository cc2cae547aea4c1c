# /// script
# requires-python = ">=3.10,<3.14"
# dependencies = ["numpy==2.2.6", "scipy==1.15.2", "scikit-learn==1.6.1", "joblib==1.4.2"]
# ///
"""Trains the two regressions and writes them to model-1/model and model-2/model.

    uv run train.py

or, in a virtual environment of your own:

    pip install numpy==2.2.6 scipy==1.15.2 scikit-learn==1.6.1 joblib==1.4.2
    python train.py

A pickle is only sure to load with the versions that wrote it, so these are the versions of
model-N/environment/conda.yaml, and the program refuses to train with others.
"""

import re
import sys
from importlib.metadata import version
from pathlib import Path

import joblib
import numpy as np
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

HERE = Path(__file__).resolve().parent
SEED = 20
ROWS = 2000
FEATURES = 10


def main():
    check_versions()
    rows, targets = synthetic_data()
    half = ROWS // 2
    models = {
        "model-1": LinearRegression(),
        "model-2": make_pipeline(
            StandardScaler(), PolynomialFeatures(degree=2, include_bias=False), Ridge(alpha=1.0)
        ),
    }
    for name, model in models.items():
        model.fit(rows[:half], targets[:half])
        path = HERE / name / "model" / "regression.pkl"
        path.parent.mkdir(parents=True, exist_ok=True)
        joblib.dump(model, path)
        score = model.score(rows[half:], targets[half:])
        print(f"{name}: R2 {score:.3f} on rows it has not seen, {path.stat().st_size} bytes")


def check_versions():
    conda = (HERE / "model-1" / "environment" / "conda.yaml").read_text()
    for package, pinned in re.findall(r"- (numpy|scipy|scikit-learn|joblib)==?([\d.]+)", conda):
        if version(package) != pinned:
            sys.exit(f"{package} is {version(package)}, but the environment has {pinned}")


def synthetic_data():
    """A target with products of features in it: model-2 can learn them, model-1 cannot."""
    random = np.random.default_rng(SEED)
    rows = random.uniform(0, 11, size=(ROWS, FEATURES))
    weights = np.linspace(-2, 3, FEATURES)
    bends = 0.4 * rows[:, 0] * rows[:, 9] - 0.3 * rows[:, 3] ** 2 + 0.2 * rows[:, 5] * rows[:, 6]
    return rows, rows @ weights + bends + random.normal(0, 1, size=ROWS)


if __name__ == "__main__":
    main()
