"""What a router that traces is told of run(), and what the script sees of the trace."""
import re
import time
import unittest
from urllib.parse import unquote

from rig import SharedWorkerCase, WorkerCase

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = "00f067aa0ba902b7"
ASKED = {"traceparent": "00-{}-{}-01".format(TRACE, PARENT), "x-teal-trace": "1"}

SCRIPT = """
    import time
    from lib import deep

    def init():
        pass

    def run(raw_data, request_headers):
        if raw_data == "fail":
            raise ValueError("a secret: " + raw_data)
        if raw_data == "deep":
            deep(raw_data)
        if raw_data == "exit":
            raise SystemExit(3)
        if raw_data == "slow":
            time.sleep(60)
        return {name: request_headers.get(name) for name in ("Traceparent", "Tracestate", "X-Teal-Trace")}
"""
LIB = """
    class Odd(Exception):
        def __str__(self):
            raise RuntimeError("no text")

    def deep(value):
        raise Odd(value)
"""


class SpanTest(SharedWorkerCase):
    files = {"score.py": SCRIPT, "lib.py": LIB}
    env = {"SCORING_TIMEOUT_MS": "500"}

    def span(self, body):
        before = time.monotonic_ns()
        reply = self.ask(body=body, headers=ASKED)
        after = time.monotonic_ns()
        match = re.fullmatch(r"([0-9a-f]{16}) (\d+) (\d+)(?: (\S+) (\S*))?", reply.headers["x-teal-span"])
        identity, start, lasted, kind, frames = match.groups()
        self.assertGreaterEqual(int(start), before)
        self.assertLessEqual(int(start) + int(lasted), after)
        return reply, identity, unquote(kind or ""), unquote(frames or "")

    def test_the_script_is_below_the_span_of_run(self):
        reply, identity, kind, _ = self.span(b"x")
        self.assertNotEqual(identity, PARENT)
        self.assertEqual(kind, "")
        seen = reply.json()
        self.assertEqual(seen["Traceparent"], "00-{}-{}-01".format(TRACE, identity))
        self.assertIsNone(seen["X-Teal-Trace"])

    def test_nothing_is_told_to_who_does_not_ask(self):
        headers = {"traceparent": ASKED["traceparent"], "tracestate": "a=1"}
        reply = self.ask(body=b"x", headers=headers)
        self.assertNotIn("x-teal-span", reply.headers)
        self.assertEqual(reply.json()["Traceparent"], headers["traceparent"])
        self.assertEqual(reply.json()["Tracestate"], "a=1")

    def test_an_exception_is_its_type_and_its_places(self):
        reply, _, kind, frames = self.span(b"fail")
        self.assertEqual((reply.status, kind), (500, "ValueError"))
        self.assertRegex(frames, r"^score\.py:\d+ in run$")
        self.assertNotIn("secret", reply.headers["x-teal-span"])
        _, _, kind, frames = self.span(b"deep")
        self.assertEqual(kind, "lib.Odd")
        self.assertRegex(frames, r"^score\.py:\d+ in run,lib\.py:\d+ in deep$")
        self.assertEqual(self.span(b"exit")[2], "SystemExit")

    def test_a_timeout_is_one_too(self):
        reply, _, kind, frames = self.span(b"slow")
        self.assertEqual(reply.status, 500)
        self.assertIn("ScoringTimeout", kind)
        self.assertRegex(frames, r"^score\.py:\d+ in run$")

    def test_without_a_call_of_run_there_is_no_span(self):
        reply = self.ask(body=b"\xff", headers=ASKED)
        self.assertEqual(reply.status, 400)
        self.assertNotIn("x-teal-span", reply.headers)
        self.assertNotIn("x-teal-span", self.ask("GET", "/", headers=ASKED).headers)

    def test_a_question_without_a_trace(self):
        reply = self.ask(body=b"x", headers={"x-teal-trace": "1"})
        self.assertIn("x-teal-span", reply.headers)
        self.assertIsNone(reply.json()["Traceparent"])


class StreamTest(WorkerCase):
    def test_of_a_stream_the_call_alone(self):
        script = """
            from azureml.contrib.services.aml_request import rawhttp
            from azureml.contrib.services.aml_response import AMLResponse

            def init():
                pass

            @rawhttp
            def run(request):
                return AMLResponse((piece for piece in ["a", "b"]), 200)
        """
        worker = self.start(script)
        connection = worker.connect()
        connection.request("POST", "/score", b"x", ASKED)
        response = connection.getresponse()
        self.assertEqual(response.read(), b"ab")
        self.assertRegex(response.getheader("x-teal-span"), r"^[0-9a-f]{16} \d+ \d+$")


if __name__ == "__main__":
    unittest.main()
