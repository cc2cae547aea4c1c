"""Serves an ONNX model that has no scoring script.

The request is a JSON object, media type JSON, with the inputs in one of three forms:

- `{"inputs": {"name": [[...]], ...}}`: each input of the graph by its name, as a nested list;
- `{"input_data": [[...]]}`: for a graph with one input, that input; `{"input_data": {"name": ...}}` is as the first;
- `{"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": [...]}, ...]}`: tensors as in the open
  inference protocol, version 2; `data` is flat, in row-major order, or nested.

`outputs` may ask for some outputs only: `["name", ...]`, or `[{"name": "name"}, ...]`. The answer to the first two is
`{"outputs": {"name": nested list, ...}}`; to the third it is
`{"model_name", "model_version", "id"?, "outputs": [{"name", "shape", "datatype", "data"}, ...]}`.

What JSON has no number for is written null (NaN), "Infinity" and "-Infinity", and may be sent so. Maps (labels to
probabilities) are objects, a list of them for a batch. What does not fit the graph is status 400 and names the input.

Variables: ONNX_MODEL_FILE names the file where AZUREML_MODEL_DIR has several; ONNX_INTRA_OP_THREADS is the number of
threads a run may use, by default the processors of this worker shared among its processes.
"""
import logging
import os

from _teal_worker.failures import BAD_ARGUMENT, INIT_FAILED, StartFailure, describe, one_line
from _teal_worker.no_code.described import described
from _teal_worker.no_code.onnx_answer import named_answer, tensor_answer
from _teal_worker.no_code.onnx_file import model_file
from _teal_worker.no_code.onnx_graph import disagreement, read_graph
from _teal_worker.no_code.onnx_request import read_request
from _teal_worker.no_code.onnx_schema import describe_graph
from _teal_worker.no_code.onnx_threads import thread_count
from _teal_worker.scoring.modes import BadInput

_logger = logging.getLogger("azmlinfsrv.onnx")


class _Served:
    """The session and what is known of its graph."""

    session = None
    graph = None
    misfit = ()


def init():
    """Load the model that AZUREML_MODEL_DIR holds."""
    path = model_file(os.environ)
    try:
        import onnxruntime
        from onnxruntime.capi.onnxruntime_pybind11_state import InvalidArgument
    except ImportError as error:
        message = "An ONNX model needs the package onnxruntime in its environment: {}".format(error)
        raise StartFailure(BAD_ARGUMENT, message) from None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = thread_count(os.environ)
    # Threads that spin between runs take the processors from the other worker processes.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        message = "{} cannot be loaded: {}".format(os.path.basename(path), describe(error))
        raise StartFailure(INIT_FAILED, message) from None
    _Served.graph = read_graph(session, os.path.splitext(os.path.basename(path))[0])
    _Served.session, _Served.misfit = session, InvalidArgument
    _logger.info("%s takes %s and gives %s; %d thread(s) a run.", os.path.basename(path),
                 ", ".join(map(str, _Served.graph.inputs.values())),
                 ", ".join(map(str, _Served.graph.outputs.values())), options.intra_op_num_threads)


def _schemas():
    return describe_graph(_Served.graph)


@described(_schemas, closed=True)
def run(inputs=None, input_data=None, outputs=None, id=None):
    """The outputs of the graph for these inputs."""
    graph = _Served.graph
    try:
        asked = read_request(graph, inputs, input_data, outputs, id)
    except ValueError as error:
        raise BadInput(400, one_line(str(error))) from None
    try:
        found = _Served.session.run(asked.outputs, asked.feeds)
    except _Served.misfit as error:
        # What the graph's own shapes do not tell beforehand, such as two inputs that must agree.
        message = "The inputs do not fit the graph: {}".format(error)
        raise BadInput(400, one_line(message)) from None
    except Exception:
        # Graphs that give two dimensions one name by mistake do run, so it is asked only afterwards.
        reason = disagreement(graph, asked.feeds)
        if reason is None:
            raise
        raise BadInput(400, reason) from None
    answer = tensor_answer if asked.as_tensors else named_answer
    return answer(graph, dict(zip(asked.outputs, found)), asked)
