"""Reads requests of OTLP with OpenTelemetry's own definitions: the protobuf and the JSON of each must be the same message."""
import base64
import json
import sys

from google.protobuf.json_format import MessageToDict, Parse
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

KINDS = {"traces": ExportTraceServiceRequest, "metrics": ExportMetricsServiceRequest}
IDS = ("traceId", "spanId", "parentSpanId")


def with_bytes(value):
    """OTLP's JSON has hex digits where proto3's has base64."""
    if isinstance(value, list):
        return [with_bytes(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: base64.b64encode(bytes.fromhex(each)).decode() if key in IDS else with_bytes(each)
        for key, each in value.items()
    }


for line in sys.stdin:
    given = json.loads(line)
    message = KINDS[given["kind"]]()
    message.ParseFromString(base64.b64decode(given["protobuf"]))
    if "json" in given:
        told = Parse(json.dumps(with_bytes(json.loads(given["json"]))), KINDS[given["kind"]]())
        assert message == told, "{}\nis not\n{}".format(message, told)
    print(json.dumps(MessageToDict(message)))
