# /// script
# requires-python = ">=3.10,<3.14"
# dependencies = ["onnx==1.19.1", "numpy==2.2.6", "scikit-learn==1.6.1", "scipy==1.15.2"]
# ///
"""Trains a classifier of flowers and writes it as an ONNX graph: flowers.onnx.

    uv run train.py

or, in a virtual environment of your own:

    pip install onnx==1.19.1 numpy==2.2.6 scikit-learn==1.6.1 scipy==1.15.2
    python train.py
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

HERE = Path(__file__).resolve().parent


def main():
    rows, kinds = load_iris(return_X_y=True)
    model = LogisticRegression(max_iter=500).fit(rows, kinds)
    path = HERE / "flowers.onnx"
    onnx.save(graph_of(model), path)
    print(f"{path.name}: {model.score(rows, kinds):.3f} of the flowers are named right, {path.stat().st_size} bytes")


def graph_of(model):
    """Three nodes: a layer of weights, probabilities, the likeliest kind."""
    nodes = [
        helper.make_node("Gemm", ["measures", "weights", "offsets"], ["scores"]),
        helper.make_node("Softmax", ["scores"], ["probabilities"], axis=1),
        helper.make_node("ArgMax", ["scores"], ["kind"], axis=1, keepdims=0),
    ]
    learned = [
        numpy_helper.from_array(model.coef_.T.astype(np.float32), "weights"),
        numpy_helper.from_array(model.intercept_.astype(np.float32), "offsets"),
    ]
    inputs = [helper.make_tensor_value_info("measures", TensorProto.FLOAT, ["rows", 4])]
    outputs = [
        helper.make_tensor_value_info("kind", TensorProto.INT64, ["rows"]),
        helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["rows", 3]),
    ]
    graph = helper.make_graph(nodes, "flowers", inputs, outputs, learned)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(made)
    return made


if __name__ == "__main__":
    main()
