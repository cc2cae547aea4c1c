"""Collects what goes into a model and what comes out of it, with Azure's package."""
import json

import pandas
from azureml.ai.monitoring import Collector
from azureml.ai.monitoring.context import BasicCorrelationContext


def init():
    global inputs, outputs
    inputs = Collector(name="model_inputs", on_error=print)
    outputs = Collector(name="model_outputs", on_error=print)


def run(raw_data, request_headers):
    frame = pandas.DataFrame(json.loads(raw_data))
    # With the request's own id, these rows can be joined with the collections request and response as well.
    context = inputs.collect(frame, BasicCorrelationContext(id=request_headers["X-Request-Id"]))
    answer = pandas.DataFrame({"sum": frame.sum(axis=1)})
    outputs.collect(answer, context)
    return answer["sum"].tolist()
