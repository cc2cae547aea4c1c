"""Serves the MLflow model in a format of its own: one flower in, the name of its kind out."""

import json
import os

import mlflow
import pandas

KINDS = ["setosa", "versicolor", "virginica"]
model = None


def init():
    global model
    (folder,) = os.listdir(os.environ["AZUREML_MODEL_DIR"])
    model = mlflow.pyfunc.load_model(os.path.join(os.environ["AZUREML_MODEL_DIR"], folder))


def run(text):
    columns = model.metadata.get_input_schema().input_names()
    flower = pandas.DataFrame([json.loads(text)["flower"]], columns=columns)
    (kind,) = model.predict(flower)
    return {"kind": KINDS[kind]}
