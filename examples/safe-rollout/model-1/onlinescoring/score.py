"""Scores rows of ten numbers with the regression that was deployed beside this script."""

import json
import os
from pathlib import Path

import joblib

FILE_NAME = "regression.pkl"

model = None


def init():
    global model
    model = joblib.load(find_model(Path(os.environ["AZUREML_MODEL_DIR"])))


def run(raw_data):
    rows = json.loads(raw_data)["data"]
    predictions = model.predict(rows).tolist()
    print(f"scored a request of {len(rows)} rows", flush=True)
    return predictions


def find_model(folder):
    # A model given as a folder keeps that folder's name; a model given as a file lies on its own.
    for candidate in (folder / "model" / FILE_NAME, folder / FILE_NAME):
        if candidate.is_file():
            return candidate
    raise FileNotFoundError(f"no {FILE_NAME} in {folder} or in its folder model")
