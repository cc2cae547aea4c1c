"""Writes the ONNX models of the tests, with the packages onnx and skl2onnx: `onnx_models.py FOLDER`."""
import os
import sys

import numpy
import onnx
from onnx import TensorProto, helper
from skl2onnx import to_onnx
from sklearn.linear_model import LogisticRegression

_KINDS = {
    "text": TensorProto.STRING, "half": TensorProto.FLOAT16, "long": TensorProto.INT64, "flag": TensorProto.BOOL,
    "byte": TensorProto.UINT8, "double": TensorProto.DOUBLE,
}


def write_models(top):
    """All models, each as a file."""
    pair = ["batch", 2]
    _save(top, "two", [("Add", ["x", "y"], "sum"), ("Div", ["x", "y"], "ratio")],
          [_tensor("x", pair), _tensor("y", pair)], [_tensor("sum", pair), _tensor("ratio", pair)])
    _save(top, "kinds", [("Identity", [name], "same_" + name) for name in _KINDS],
          [_tensor(name, [None], kind) for name, kind in _KINDS.items()],
          [_tensor("same_" + name, [None], kind) for name, kind in _KINDS.items()])
    # `offset` has a value of its own in the graph.
    _save(top, "scalar", [("Add", ["value", "offset"], "total")],
          [_tensor("value", []), _tensor("offset", [1])], [_tensor("total", [1])],
          [helper.make_tensor("offset", TensorProto.FLOAT, [1], [10.0])])
    _save(top, "sequence", [("SequenceConstruct", ["x"], "many")], [_tensor("x", ["n"])],
          [helper.make_tensor_sequence_value_info("many", TensorProto.FLOAT, None)])
    _save(top, "unfit", [("SequenceAt", ["many", "at"], "one")],
          [helper.make_tensor_sequence_value_info("many", TensorProto.FLOAT, None), _tensor("at", [], TensorProto.INT64)],
          [_tensor("one", None)])
    rows = numpy.array([[0, 0], [1, 1], [0, 1], [3, 3]], dtype=numpy.float32)
    for name, labels in (("words", ["no", "yes", "no", "yes"]), ("numbers", [0, 7, 0, 7])):
        model = LogisticRegression().fit(rows, numpy.array(labels))
        onnx.save(to_onnx(model, rows, target_opset=15), os.path.join(top, name + ".onnx"))


def _tensor(name, shape, kind=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


def _save(top, name, nodes, inputs, outputs, values=()):
    made = [helper.make_node(operator, taken, [given]) for operator, taken, given in nodes]
    graph = helper.make_graph(made, name, inputs, outputs, list(values))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 16)], ir_version=8)
    onnx.save(model, os.path.join(top, name + ".onnx"))


if __name__ == "__main__":
    write_models(sys.argv[1])
