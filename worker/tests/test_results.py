"""What run() receives and what becomes of its result and its failures."""
import json
import unittest

from rig import SharedWorkerCase, WorkerCase

_MANY = """
    import os
    import socket
    import sys

    RESULTS = {
        "dict": {"a": [1, 2.5, None, True]},
        "none": None,
        "text": "caf\\u00e9",
        "encoded": '{"a": 1}',
        "tuple": ("body", 400),
        "int keys": {1: "one"},
        "nan": float("nan"),
        "bytes": b"raw",
        "object": object(),
        "set": {1},
    }

    class Own(Exception):
        def __str__(self):
            raise RuntimeError("no text")

    def init():
        RESULTS["circle"] = circle = []
        circle.append(circle)

    def run(raw_data):
        if raw_data == "raise":
            raise ValueError("secret detail")
        if raw_data == "raise own":
            raise Own()
        if raw_data == "exit":
            sys.exit(4)
        if raw_data == "interrupt":
            raise KeyboardInterrupt()
        if raw_data == "own timeout":
            raise socket.timeout("a database was slow")
        return RESULTS[raw_data]
"""


class ResultTest(SharedWorkerCase):
    files = _MANY

    def test_json_bodies(self):
        expected = {
            "dict": b'{"a": [1, 2.5, null, true]}',
            "none": b"{}",
            "text": b'"caf\\u00e9"',
            "encoded": b'"{\\"a\\": 1}"',
            "tuple": b'["body", 400]',
            "int keys": b'{"1": "one"}',
            "nan": b"NaN",
        }
        for name, body in expected.items():
            with self.subTest(name):
                reply = self.ask(body=name)
                self.assertEqual((reply.status, reply.body), (200, body))
                self.assertEqual(reply.headers["content-type"], "application/json")
                self.assertEqual(reply.headers["x-ms-run-function-failed"], "False")
                self.assertRegex(reply.headers["x-ms-run-fn-exec-ms"], r"^\d+\.\d{3}$")

    def test_results_that_are_not_json(self):
        for name in ("bytes", "object", "set", "circle"):
            with self.subTest(name):
                reply = self.ask(body=name)
                self.assertEqual(reply.status, 500)
                self.assertEqual(list(reply.json()), ["message"])
                self.assertEqual(reply.headers["x-ms-run-function-failed"], "False")
                self.assertNotIn("x-ms-run-fn-exec-ms", reply.headers)

    def test_exceptions_stay_in_the_log(self):
        for name in ("raise", "raise own", "exit", "interrupt", "own timeout"):
            with self.subTest(name):
                reply = self.ask(body=name)
                self.assertEqual(reply.status, 500)
                self.assertEqual(list(reply.json()), ["message"])
                self.assertNotIn(b"secret", reply.body)
                self.assertEqual(reply.headers["x-ms-run-function-failed"], "True")
                self.assertNotIn("x-ms-run-fn-exec-ms", reply.headers)
        self.assertIn("ValueError: secret detail", self.worker.log())
        self.assertIn("Traceback", self.worker.log())
        self.assertNotIn("_teal_worker", self.worker.log())

    def test_the_process_survives_sys_exit(self):
        before = self.worker.children()
        self.assertEqual(self.ask(body="exit").status, 500)
        self.assertEqual(self.ask(body="none").status, 200)
        self.assertEqual(self.worker.children(), before)


class PlainInputTest(SharedWorkerCase):
    def test_body_is_text(self):
        text = '{"a": "caf\u00e9 \U0001f40b"}'
        self.assertEqual(self.ask(body=text.encode("utf-8")).json(), text)

    def test_content_type_is_not_checked(self):
        self.assertEqual(self.ask(body=b"x", headers={"Content-Type": "image/png"}).json(), "x")

    def test_empty_body(self):
        self.assertEqual(self.ask(body=b"").json(), "")
        self.assertEqual(self.ask().json(), "")

    def test_form_types_give_an_empty_string(self):
        kinds = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "Multipart/Form-Data")
        for kind in kinds:
            with self.subTest(kind):
                self.assertEqual(self.ask(body=b"a=1", headers={"Content-Type": kind}).json(), "")

    def test_bad_utf8(self):
        reply = self.ask(body=b"\xff\xfe")
        self.assertEqual(reply.status, 400)
        self.assertEqual(list(reply.json()), ["message"])
        self.assertEqual(reply.headers["x-ms-run-function-failed"], "False")

    def test_get_query(self):
        reply = self.ask("GET", "/score?a=1&b=x&c=%5B1%2C2%5D&b=true&d=")
        self.assertEqual(json.loads(reply.json()), {"a": 1, "b": ["x", True], "c": [1, 2], "d": ""})
        self.assertEqual(self.ask("GET", "/score").json(), "{}")
        self.assertEqual(json.loads(self.ask("GET", "/score?&&=3&x=%ff").json()), {"": 3, "x": "%FF"})

    def test_large_body(self):
        body = b"x" * (9 << 20)
        self.assertEqual(len(self.ask(body=body).json()), len(body))


class SignatureTest(WorkerCase):
    def test_request_headers(self):
        for parameters in ("data, request_headers", "request_headers, data", "*, data, request_headers"):
            with self.subTest(parameters):
                worker = self.start(
                    "def init(): pass\n\ndef run({}):\n    return [data, request_headers]\n".format(parameters)
                )
                reply = worker.ask(body=b"b", headers={"x-custom-id": "7", "X-UPPER": "u"})
                body, headers = reply.json()
                self.assertEqual(body, "b")
                self.assertEqual((headers["X-Custom-Id"], headers["X-Upper"]), ("7", "u"))
                self.assertIn("Content-Length", headers)

    def test_defaults_of_further_parameters(self):
        worker = self.start("def init(): pass\n\ndef run(data, other=5):\n    return [data, other]\n")
        self.assertEqual(worker.ask(path="/score?other=9", body=b"b").json(), ["b", 5])

    def test_a_decorated_run_gets_the_body_by_name(self):
        script = """
            import functools

            def init():
                pass

            def noted(function):
                @functools.wraps(function)
                def wrapper(*args, **kwargs):
                    return [list(args), kwargs]
                return wrapper

            @noted
            def run(raw_data):
                pass
        """
        self.assertEqual(self.start(script).ask(body=b"b").json(), [[], {"raw_data": "b"}])

    def test_refused_parameters(self):
        for parameters in ("data, /", "*data", "data, **more", "request_headers", ""):
            with self.subTest(parameters):
                self.refuse("def init(): pass\n\ndef run({}): pass\n".format(parameters), "BadArgument", "run()")


class TimeoutTest(WorkerCase):
    def test_scoring_timeout(self):
        script = """
            import time

            def init():
                pass

            def run(raw_data):
                if raw_data == "slow":
                    time.sleep(20)
                return raw_data
        """
        worker = self.start(script, env={"SCORING_TIMEOUT_MS": "200"})
        reply = worker.ask(body=b"slow")
        self.assertEqual(reply.status, 500)
        self.assertIn("200 ms", reply.json()["message"])
        self.assertEqual(reply.headers["x-ms-run-function-failed"], "True")
        self.assertNotIn("x-ms-run-fn-exec-ms", reply.headers)
        self.assertEqual(worker.ask(body=b"quick").json(), "quick")

    def test_worker_timeout_answers_and_replaces_the_child(self):
        script = """
            import os
            import time

            def init():
                pass

            def run(raw_data):
                if raw_data == "slow":
                    time.sleep(20)
                return os.getpid()
        """
        worker = self.start(script, env={"WORKER_TIMEOUT": "1"})
        first = worker.ask().json()
        reply = worker.ask(body=b"slow")
        self.assertEqual(reply.status, 500)
        self.assertNotEqual(worker.ask().json(), first)

    def test_worker_timeout_kills_what_cannot_be_interrupted(self):
        script = """
            import os
            import signal
            import time

            def init():
                pass

            def run(raw_data):
                if raw_data == "slow":
                    signal.signal(signal.SIGALRM, signal.SIG_IGN)
                    time.sleep(20)
                return os.getpid()
        """
        worker = self.start(script, env={"WORKER_TIMEOUT": "1"})
        first = worker.ask().json()
        with self.assertRaises((ConnectionError, OSError)):
            worker.ask(body=b"slow")
        self.assertNotEqual(worker.ask().json(), first)


if __name__ == "__main__":
    unittest.main()
