"""Schema mode, with a small stand-in for the package inference-schema; the real one is met in conformance."""
import unittest

from rig import SharedWorkerCase, WorkerCase

_UTIL = """
    SCHEMAS = {}

    def is_schema_decorated(function):
        return function.__name__ in SCHEMAS

    def get_input_schema(function):
        return SCHEMAS[function.__name__][0]

    def get_output_schema(function):
        return SCHEMAS[function.__name__][1]

    def get_supported_versions(function):
        return SCHEMAS[function.__name__][2]
"""
_SCRIPT = """
    from inference_schema import schema_util

    def init():
        pass

    def run(data, limit=5, request_headers=None):
        if data == "wrong":
            raise ValueError("wrong shape")
        return [data, limit, request_headers["Host"]]

    schema_util.SCHEMAS["run"] = ({"type": "object", "properties": {"data": {}}}, {"type": "array"}, VERSIONS)
"""


def _files(versions="['3.0', '3.1']", script=_SCRIPT):
    return {
        "score.py": script.replace("VERSIONS", versions),
        "inference_schema/__init__.py": "",
        "inference_schema/schema_util.py": _UTIL,
    }


class SchemaTest(SharedWorkerCase):
    files = _files()

    def test_members_become_arguments(self):
        sent = {"Host": "h"}
        for kind in ("application/json", "Application/JSON; charset=utf-8", "application/vnd.a+json"):
            reply = self.ask(body=b'{"data": [1], "other": 2}', headers=dict(sent, **{"Content-Type": kind}))
            self.assertEqual(reply.json(), [[1], 5, "h"])
        self.assertEqual(self.ask(body=b'{"data": null, "limit": 1}', headers=sent).json(), [None, 1, "h"])
        self.assertEqual(self.ask("GET", "/score?data=[1]&limit=x", headers=sent).json(), [[1], "x", "h"])

    def test_refused(self):
        for body in (b"", b"{", b"[1]", b'"x"', b"{}"):
            with self.subTest(body):
                reply = self.ask(body=body)
                self.assertEqual((reply.status, list(reply.json())), (400, ["message"]))
                self.assertEqual(reply.headers["x-ms-run-function-failed"], "False")
        for kind in ("text/plain", "text/json", ""):
            with self.subTest(kind):
                self.assertEqual(self.ask(body=b'{"data": 1}', headers={"Content-Type": kind}).status, 415)

    def test_wrong_values_fail_the_script(self):
        reply = self.ask(body=b'{"data": "wrong"}')
        self.assertEqual((reply.status, reply.headers["x-ms-run-function-failed"]), (500, "True"))

    def test_bytes_that_are_no_text(self):
        reply = self.ask(body=b'{"data": "\xff"}')
        self.assertEqual((reply.status, reply.headers["x-ms-run-function-failed"]), (500, "False"))
        self.assertIn("x-request-id", reply.headers)

    def test_description(self):
        self.assertEqual(self.ask("GET", "/swagger.json").status, 404)
        shapes = self.ask("GET", "/swagger.json?version=3").json()["components"]["schemas"]
        self.assertEqual(shapes["ServiceInput"]["properties"], {"data": {}})
        self.assertEqual(shapes["ServiceOutput"], {"type": "array"})


class SchemaStartTest(WorkerCase):
    def test_description_in_version_2(self):
        worker = self.start(_files("['2.0']"))
        document = worker.ask("GET", "/swagger.json").json()
        self.assertEqual(document["definitions"]["ServiceOutput"], {"type": "array"})
        self.assertEqual(worker.ask("GET", "/swagger.json?version=3").status, 404)

    def test_rawhttp_and_schema_exclude_each_other(self):
        mark = "    import azureml.contrib.services.aml_request as raw\n    raw.rawhttp(None)\n"
        self.refuse(_files(script=mark + _SCRIPT), "BadArgument", "@rawhttp", "@input_schema")


if __name__ == "__main__":
    unittest.main()
