"""Raw mode with our own request and response objects: these tests need no Flask."""
import unittest

from rig import SharedWorkerCase, WorkerCase

# Without site-packages, so that an interpreter which has Flask does not bring its own objects.
_BARE = {"flags": ("-S",)}

_LOOK = """
    import tempfile

    from azureml.contrib.services.aml_request import AMLRequest, rawhttp
    from azureml_inference_server_http.api.aml_request import rawhttp as same

    assert rawhttp is same

    def init():
        pass

    LOOKS = {
        "line": lambda r: [r.method, r.path, r.full_path, r.query_string.decode(), r.url, r.base_url, r.host_url],
        "type": lambda r: [r.content_type, r.mimetype, r.mimetype_params, r.content_length, r.is_json],
        "header": lambda r: [r.headers.get("x-a"), r.headers["X-A"], "x-A" in r.headers, r.headers.get("no", 1),
                             r.headers.get("X-N", type=int), ["X-A", "1"] in [list(f) for f in r.headers]],
        "args": lambda r: [r.args.get("a"), r.args["a"], r.args.getlist("a"), r.args.get("n", type=int),
                           r.args.get("a", 7, type=int), r.args.to_dict(), len(r.args), list(r.values.lists())],
        "data": lambda r: [r.data.decode("latin-1"), r.get_data(as_text=True)],
        "stream": lambda r: [r.stream.read(2).decode(), r.get_data().decode(), r.get_data().decode()],
        "json": lambda r: [r.json, r.get_json()],
        "forced": lambda r: r.get_json(force=True),
        "silent": lambda r: r.get_json(silent=True),
        "form": lambda r: [r.form.to_dict(flat=False), r.data.decode()],
        "raw form": lambda r: [r.get_data().decode(), r.form.to_dict()],
        "files": lambda r: [
            [name, f.filename, f.content_type, f.read().decode("latin-1"), bool(f)]
            for name, f in r.files.items(multi=True)
        ] + [r.form.to_dict(flat=False)],
        "saved": lambda r: saved(r.files["image"]),
        "cookies": lambda r: dict(r.cookies.items()),
        "shown": repr,
    }

    def saved(file):
        with tempfile.NamedTemporaryFile() as target:
            file.save(target.name)
            return target.read().decode("latin-1")

    @rawhttp
    def run(request: AMLRequest):
        return LOOKS[request.args.get("look", "line")](request)
"""

_FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data; boundary=b"
_BODY = (
    b'preamble\r\n--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b\r\n'
    b'Content-Disposition: form-data; name="a"\r\n\r\ncaf\xc3\xa9\r\n\r\n--b\r\n'
    b'Content-Disposition: form-data; name="image"; filename="x \\"y\\".png"\r\nContent-Type: image/png\r\n\r\n'
    b"\x89PNG\r\n--not b\r\n\x00\r\n--b\r\n"
    b"Content-Disposition: form-data; name=\"e\"; filename*=UTF-8''%c3%a9.txt\r\n\r\n\r\n--b--\r\nepilogue"
)


class RequestTest(SharedWorkerCase):
    files = _LOOK
    config = _BARE

    def look(self, what, body=None, kind="application/json", query="", **headers):
        """What the script saw."""
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        fields["Content-Type"] = kind
        reply = self.ask(path="/score?look=" + what.replace(" ", "+") + query, body=body, headers=fields)
        self.assertEqual(reply.status, 200, self.worker.log())
        return reply.json()

    def test_line(self):
        expected = ["POST", "/score", "/score?look=line&x=%20", "look=line&x=%20",
                    "https://h/score?look=line&x=%20", "https://h/score", "https://h/"]
        self.assertEqual(self.look("line", query="&x=%20", Host="h", X_Forwarded_Proto="https"), expected)

    def test_verbs(self):
        self.assertEqual(self.ask("GET").json()[0], "GET")
        self.assertEqual(self.ask("OPTIONS").json()[0], "OPTIONS")
        reply = self.ask("HEAD")
        self.assertEqual((reply.status, reply.body), (200, b""))
        self.assertEqual(self.ask("PUT", body=b"x").status, 405)

    def test_type(self):
        kind = 'Text/Plain; Charset="x y"; a=b'
        expected = [kind, "text/plain", {"charset": "x y", "a": "b"}, 1, False]
        self.assertEqual(self.look("type", b"x", kind), expected)
        self.assertTrue(self.look("type", b"x", "application/vnd.a+json")[-1])

    def test_headers(self):
        self.assertEqual(self.look("header", X_A="1", x_n="7"), ["1", "1", True, 1, 7, True])

    def test_args(self):
        seen = self.look("args", query="&a=1&a=b&n=5&e=")
        self.assertEqual(seen[:5], ["1", "1", ["1", "b"], 5, 1])
        self.assertEqual(seen[5:7], [{"look": "args", "a": "1", "n": "5", "e": ""}, 4])
        self.assertIn(["a", ["1", "b"]], seen[7])

    def test_data(self):
        self.assertEqual(self.look("data", b"\xff"), ["\xff", "\ufffd"])
        self.assertEqual(self.look("data", b"a=1", _FORM), ["", ""])
        self.assertEqual(self.look("stream", b"abcd"), ["ab", "cd", "cd"])

    def test_json(self):
        self.assertEqual(self.look("json", b"[1]"), [[1], [1]])
        self.assertEqual(self.look("forced", b"[1]", "text/plain"), [1])
        nothing = {}
        self.assertEqual(self.look("silent", b"nope"), nothing)
        self.assertEqual(self.look("silent", b"[1]", "text/plain"), nothing)
        for kind, body in (("text/plain", b"[1]"), ("application/json", b"nope")):
            reply = self.ask(path="/score?look=json", body=body, headers={"Content-Type": kind})
            self.assertEqual(reply.status, 500)

    def test_forms(self):
        self.assertEqual(self.look("form", b"a=1&a=2&b=caf%C3%A9&c", _FORM),
                         [{"a": ["1", "2"], "b": ["caf\u00e9"], "c": [""]}, ""])
        self.assertEqual(self.look("raw form", b"a=1", _FORM), ["a=1", {"a": "1"}])
        self.assertEqual(self.look("form", b"a=1"), [{}, "a=1"])

    def test_files(self):
        seen = self.look("files", _BODY, _MULTIPART)
        self.assertEqual(seen[0], ["image", 'x "y".png', "image/png", "\x89PNG\r\n--not b\r\n\x00", True])
        self.assertEqual(seen[1], ["e", "\u00e9.txt", None, "", True])
        self.assertEqual(seen[2], {"a": ["1", "caf\u00e9\r\n"]})
        self.assertEqual(self.look("saved", _BODY, _MULTIPART), seen[0][3])

    def test_broken_multipart(self):
        for body in (b"", b"--b", b"--b--", b"--b\r\n--b\r\n--b--", b"--b\r\nx", b"--b\r\nno colon\r\n\r\nx\r\n--b--"):
            with self.subTest(body):
                self.assertEqual(self.look("files", body, _MULTIPART), [{}])
        self.assertEqual(self.look("files", _BODY, "multipart/form-data"), [{}])

    def test_cookies_and_repr(self):
        self.assertEqual(self.look("cookies", Cookie='a=1; b="x y"; c'), {"a": "1", "b": "x y", "c": ""})
        self.assertEqual(self.look("shown", Host="h"), "<Request 'http://h/score?look=shown' [POST]>")


_ANSWER = """
    from azureml_inference_server_http.api.aml_request import rawhttp
    from azureml_inference_server_http.api.aml_response import AMLResponse

    def init():
        pass

    def changed():
        response = AMLResponse("x", 200)
        response.headers["X-Later"] = "1"
        response.headers.add("x-later", "2")
        response.status_code = 202
        response.data = "changed"
        response.mimetype = "text/csv"
        response.set_cookie("n", "v", httponly=True)
        return response

    MADE = {
        "text": lambda: AMLResponse("caf\\u00e9", 200),
        "bytes": lambda: AMLResponse(b"\\x00\\xff", 201, {"Content-Type": "image/x"}),
        "none": lambda: AMLResponse(None, 404),
        "json": lambda: AMLResponse({"a": [1]}, 200, json_str=True),
        "commas": lambda: AMLResponse("x", 200, {"Expires": "Wed, 21 Oct", "X-A": "a,b"}),
        "failed": lambda: AMLResponse("x", 200, run_function_failed=True),
        "400": lambda: AMLResponse("x", 400),
        "503": lambda: AMLResponse("x", 503, {"x-ms-run-function-failed": "False"}),
        "204": lambda: AMLResponse("x", 204),
        "ids": lambda: AMLResponse("x", 200, {"x-request-id": "mine", "Connection": "close", "Content-Length": "9"}),
        "pieces": lambda: AMLResponse(["a", b"b"], 200),
        "line end": lambda: AMLResponse("x", 200, {"X-N": "a\\r\\nb: c"}),
        "bad name": lambda: AMLResponse("x", 200, {"X\\r\\nN": "a"}),
        "changed": changed,
        "plain": lambda: {"a": 1},
        "raw bytes": lambda: b"x",
    }

    @rawhttp
    def run(request):
        return MADE[request.get_data(as_text=True)]()
"""


class ResponseTest(SharedWorkerCase):
    files = _ANSWER
    config = _BARE

    def made(self, name, **headers):
        """The answer that the script makes under this name."""
        return self.ask(body=name, headers={key.replace("_", "-"): value for key, value in headers.items()})

    def test_bodies_and_types(self):
        for name, status, kind, body in (
            ("text", 200, "text/html; charset=utf-8", "caf\u00e9".encode("utf-8")),
            ("bytes", 201, "image/x", b"\x00\xff"),
            ("none", 404, "application/json", b"{}"),
            ("json", 200, "application/json", b'{"a": [1]}'),
            ("pieces", 200, "text/html; charset=utf-8", b"ab"),
            ("plain", 200, "application/json", b'{"a": 1}'),
        ):
            with self.subTest(name):
                reply = self.made(name)
                self.assertEqual((reply.status, reply.headers["content-type"], reply.body), (status, kind, body))
                self.assertEqual(reply.headers["x-ms-run-function-failed"], "False")
                self.assertRegex(reply.headers["x-ms-run-fn-exec-ms"], r"^\d+\.\d{3}$")

    def test_commas_part_header_values(self):
        headers = self.made("commas").headers
        self.assertEqual((headers["expires"], headers["x-a"]), ("21 Oct", "b"))

    def test_failure_mark(self):
        for name, mark in (("failed", "True"), ("400", "False"), ("503", "True")):
            self.assertEqual(self.made(name).headers["x-ms-run-function-failed"], mark)

    def test_no_content(self):
        connection = self.worker.connect()
        self.addCleanup(connection.close)
        reply = self.ask(body="204", connection=connection)
        self.assertEqual((reply.status, reply.body), (204, b""))
        self.assertNotIn("content-length", reply.headers)
        self.assertEqual(self.ask(body="plain", connection=connection).status, 200)

    def test_what_scripts_cannot_say(self):
        reply = self.made("ids", x_request_id="r")
        self.assertEqual((reply.headers["x-request-id"], reply.body), ("r", b"x"))
        self.assertNotIn("connection", reply.headers)

    def test_a_response_may_be_changed(self):
        reply = self.made("changed")
        self.assertEqual((reply.status, reply.body), (202, b"changed"))
        self.assertEqual(reply.headers["content-type"], "text/csv; charset=utf-8")
        self.assertEqual(reply.headers["set-cookie"], "n=v; HttpOnly; Path=/")
        self.assertEqual(reply.headers["x-later"], "2")

    def test_refused(self):
        self.assertEqual(self.made("bad name").status, 500)
        self.assertEqual(self.made("line end").headers["x-ms-run-function-failed"], "True")
        reply = self.made("raw bytes")
        self.assertEqual((reply.status, reply.headers["x-ms-run-function-failed"]), (500, "False"))


class RawScriptTest(WorkerCase):
    def test_request_headers_and_defaults(self):
        worker = self.start("""
            from azureml.contrib.services.aml_request import rawhttp

            def init():
                pass

            @rawhttp
            def run(request_headers, request, more=3):
                return [request.method, request_headers["X-A"], more]
        """)
        self.assertEqual(worker.ask(body=b"x", headers={"x-a": "1"}).json(), ["POST", "1", 3])

    def test_a_response_without_rawhttp(self):
        worker = self.start("""
            from azureml.contrib.services.aml_response import AMLResponse

            def init():
                pass

            def run(text):
                return AMLResponse(text, 418)
        """)
        reply = worker.ask(body=b"x")
        self.assertEqual((reply.status, reply.body), (418, b"x"))

    def test_names_of_the_modules(self):
        worker = self.start({
            "score.py": """
                import azureml.contrib.services.aml_response as old
                import azureml_inference_server_http.api.aml_response as new
                import azureml.own

                def init():
                    pass

                def run(text):
                    return [old is new, new.__name__, azureml.own.NAME]
            """,
            "azureml/own.py": "NAME = 'own'\n",
        })
        self.assertEqual(worker.ask().json(), [True, "azureml_inference_server_http.api.aml_response", "own"])


if __name__ == "__main__":
    unittest.main()
