"""Routes, id headers, cross-origin headers, the OpenAPI description."""
import json
import unittest
import uuid

from rig import ECHO, SharedWorkerCase, WorkerCase


class RouteTest(SharedWorkerCase):
    def test_health(self):
        reply = self.ask("GET", "/")
        self.assertEqual((reply.status, reply.body), (200, b"Healthy"))
        self.assertIn("text/html", reply.headers["content-type"])
        reply = self.worker.health()
        self.assertEqual((reply.status, reply.body), (200, b"Healthy"))

    def test_options(self):
        reply = self.ask("OPTIONS")
        self.assertEqual((reply.status, reply.body), (200, b""))
        self.assertNotIn("access-control-allow-origin", reply.headers)

    def test_wrong_verbs(self):
        for verb in ("PUT", "DELETE", "PATCH", "BREW"):
            with self.subTest(verb):
                reply = self.ask(verb, body=b"x")
                self.assertEqual(reply.status, 405)
                self.assertEqual(list(reply.json()), ["message"])
                self.assertNotIn("x-request-id", reply.headers)
        reply = self.ask("HEAD")
        self.assertEqual((reply.status, reply.body), (405, b""))
        self.assertIn("x-request-id", reply.headers)
        self.assertEqual(self.ask("POST", "/").status, 405)

    def test_other_spellings_of_the_path(self):
        for path in ("//score", "/sc%6Fre", "http://elsewhere/score"):
            with self.subTest(path):
                self.assertEqual(self.ask("POST", path, b"x").json(), "x")
        self.assertEqual(self.ask("GET", "//").body, b"Healthy")

    def test_options_of_what_only_shows(self):
        for path in ("/", "/swagger.json"):
            reply = self.ask("OPTIONS", path)
            self.assertEqual((reply.status, reply.body), (200, b""))
            self.assertEqual(reply.headers["allow"], "GET, HEAD, OPTIONS")

    def test_unknown_paths(self):
        for path in ("/score/", "/scores", "/x?y=/score", "/SCORE"):
            with self.subTest(path):
                reply = self.ask("POST", path, b"x")
                self.assertEqual(reply.status, 404)
                self.assertEqual(list(reply.json()), ["message"])
                self.assertNotIn("x-ms-server-version", reply.headers)


class IdTest(SharedWorkerCase):
    def test_made_up_when_absent(self):
        headers = self.ask(body=b"x").headers
        uuid.UUID(headers["x-request-id"])
        self.assertEqual(headers["x-ms-request-id"], headers["x-request-id"])
        self.assertNotIn("x-ms-client-request-id", headers)
        self.assertNotIn("traceid", headers)
        self.assertEqual(headers["x-ms-server-version"], "teal/test")
        self.assertNotIn("connection", headers)

    def test_echoed(self):
        sent = {"x-request-id": "r", "x-ms-client-request-id": "c", "TraceId": "t"}
        headers = self.ask(body=b"x", headers=sent).headers
        self.assertEqual((headers["x-request-id"], headers["x-ms-request-id"]), ("r", "c"))
        self.assertEqual((headers["x-ms-client-request-id"], headers["traceid"]), ("c", "t"))

    def test_legacy_client_id(self):
        headers = self.ask(body=b"x", headers={"x-ms-request-id": "old"}).headers
        self.assertEqual((headers["x-ms-request-id"], headers["x-ms-client-request-id"]), ("old", "old"))
        both = {"x-ms-request-id": "old", "x-ms-client-request-id": "new"}
        headers = self.ask(body=b"x", headers=both).headers
        self.assertEqual((headers["x-ms-request-id"], headers["x-ms-client-request-id"]), ("old", "new"))

    def test_empty_ids_are_left_out(self):
        sent = {"x-request-id": "", "x-ms-client-request-id": "", "TraceId": ""}
        headers = self.ask(body=b"x", headers=sent).headers
        self.assertEqual(headers["traceid"], "")
        self.assertFalse({"x-request-id", "x-ms-request-id", "x-ms-client-request-id"} & set(headers))

    def test_too_long(self):
        for name in ("x-request-id", "x-ms-request-id", "x-ms-client-request-id"):
            with self.subTest(name):
                self.assertEqual(self.ask(body=b"x", headers={name: "i" * 100}).status, 200)
                reply = self.ask(body=b"x", headers={name: "i" * 101})
                self.assertEqual(reply.status, 431)
                self.assertEqual(list(reply.json()), ["message"])


class SwaggerTest(SharedWorkerCase):
    env = {"SERVICE_NAME": "churn", "SERVICE_VERSION": "7", "SERVICE_PATH_PREFIX": "api/v1"}

    def test_versions(self):
        for version, key, value in (
            (None, "swagger", "2.0"),
            ("2", "swagger", "2.0"),
            ("2.0", "swagger", "2.0"),
            ("3", "openapi", "3.0.3"),
            ("3.0", "openapi", "3.0.3"),
            ("3.1", "openapi", "3.1.0"),
        ):
            with self.subTest(version):
                path = "/swagger.json" + ("?version=" + version if version else "")
                reply = self.ask("GET", path)
                self.assertEqual((reply.status, reply.headers["content-type"]), (200, "application/json"))
                document = reply.json()
                self.assertEqual(document[key], value)
                about = document["info"]
                self.assertEqual((about["title"], about["version"]), ("churn", "7"))
                self.assertEqual(sorted(document["paths"]), ["/api/v1/", "/api/v1/score", "/api/v1/swagger.json"])
                schemas = document["definitions"] if key == "swagger" else document["components"]["schemas"]
                self.assertEqual(schemas["ServiceInput"], {"type": "object", "example": {}})

    def test_unsupported_version(self):
        reply = self.ask("GET", "/swagger.json?version=4")
        self.assertEqual(reply.status, 404)
        self.assertEqual(list(reply.json()), ["message"])


class SwaggerFilesTest(SharedWorkerCase):
    files = {
        "score.py": ECHO,
        "swagger.json": '{"from": "swagger.json"}',
        "swagger2.json": '{"from": "swagger2.json"}',
        "swagger3.json": "{}",
        "swagger3.1.json": '{"from": "swagger3.1.json"}',
    }

    def test_files_of_the_user_win(self):
        self.assertEqual(self.ask("GET", "/swagger.json").json(), {"from": "swagger.json"})
        self.assertEqual(self.ask("GET", "/swagger.json?version=3.1").json(), {"from": "swagger3.1.json"})
        self.assertIn("openapi", self.ask("GET", "/swagger.json?version=3").json())


class CorsTest(WorkerCase):
    def test_any_origin(self):
        worker = self.start(env={"AML_CORS_ORIGINS": "*"})
        headers = worker.ask(body=b"x", headers={"Origin": "https://a.example"}).headers
        self.assertEqual(headers["access-control-allow-origin"], "https://a.example")
        self.assertEqual(headers["vary"], "Origin")
        self.assertEqual(worker.ask(body=b"x").headers["access-control-allow-origin"], "*")

    def test_listed_origins(self):
        worker = self.start(env={"AML_CORS_ORIGINS": "https://a.example, https://b.example"})
        for origin, allowed in (
            (None, "https://a.example"),
            ("https://b.example", "https://b.example"),
            ("https://c.example", None),
        ):
            with self.subTest(origin):
                reply = worker.ask(body=b"x", headers={"Origin": origin} if origin else None)
                self.assertEqual(reply.status, 200)
                self.assertEqual(reply.headers.get("access-control-allow-origin"), allowed)

    def test_preflight(self):
        worker = self.start(env={"AML_CORS_ORIGINS": "https://a.example"})
        asked = {
            "Origin": "https://a.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization",
        }
        headers = worker.ask("OPTIONS", headers=asked).headers
        self.assertEqual(headers["access-control-allow-origin"], "https://a.example")
        self.assertEqual(headers["access-control-allow-methods"], "GET, POST")
        self.assertEqual(headers["access-control-allow-headers"], "authorization")


class VersionHeaderTest(WorkerCase):
    def test_switched_off(self):
        worker = self.start(env={"SERVER_VERSION_LOG_RESPONSE_ENABLED": "False"})
        self.assertNotIn("x-ms-server-version", worker.ask(body=b"x").headers)

    def test_named_by_the_user(self):
        worker = self.start(env={"HTTP_X_MS_SERVER_VERSION": "own/1"})
        self.assertEqual(worker.ask(body=b"x").headers["x-ms-server-version"], "own/1")


if __name__ == "__main__":
    unittest.main()
