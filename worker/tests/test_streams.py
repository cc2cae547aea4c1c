"""Answers that reach the client while the script still makes them."""
import http.client
import os
import time
import unittest

from rig import DEADLINE_S, SharedWorkerCase, WorkerCase, eventually

_STREAMS = """
    import os
    import time

    from azureml.contrib.services.aml_request import rawhttp
    from azureml.contrib.services.aml_response import AMLResponse

    def init():
        pass

    def wait_for(name):
        for _ in range(3000):
            if os.path.exists(name):
                return True
            time.sleep(0.01)
        return False

    def counted():
        yield "one "
        yield b""
        yield b"two"

    def handshake():
        yield "first "
        yield "second" if wait_for("go") else "too late"

    def broken():
        yield "one"
        raise ValueError("half way")

    def broken_at_once():
        raise ValueError("at once")
        yield

    def odd():
        yield "one"
        yield 2

    def endless(end):
        try:
            while True:
                yield "x" * 65536
        finally:
            open(end, "w").close()

    def slow(end):
        try:
            yield "x"
            time.sleep(20)
            yield "y"
        finally:
            open(end, "w").close()

    class Closing:
        def __iter__(self):
            return iter(["a", "b"])

        def close(self):
            open("closed", "w").close()

    MADE = {
        "counted": counted, "handshake": handshake, "broken": broken, "broken at once": broken_at_once,
        "odd": odd, "endless": lambda: endless("left"), "slow": lambda: slow("slow over"), "closing": Closing,
        "empty": lambda: iter(()),
    }

    @rawhttp
    def run(request):
        name = request.get_data(as_text=True)
        if name == "plain":
            return "plain"
        if name == "sized":
            return AMLResponse(iter(["abc", "def"]), 200, {"Content-Length": request.args["length"]})
        return AMLResponse(MADE[name](), 200, {"Content-Type": "text/event-stream"})
"""


class StreamTest(SharedWorkerCase):
    # Without site-packages: the streams of our own response objects.
    files = _STREAMS
    config = {"flags": ("-S",)}

    def begin(self, name, version=None):
        """A raw connection with the response begun."""
        client = self.worker.dial()
        self.addCleanup(client.close)
        head = "POST /score HTTP/{}\r\nHost: h\r\nContent-Length: {}\r\n\r\n{}"
        client.sendall(head.format(version or "1.1", len(name), name).encode("ascii"))
        response = http.client.HTTPResponse(client, method="POST")
        response.begin()
        return client, response

    def made(self, name):
        """Whether the script has left this mark."""
        return os.path.exists(os.path.join(self.worker.code, name))

    def test_chunks(self):
        connection = self.worker.connect()
        self.addCleanup(connection.close)
        for _ in range(2):
            reply = self.ask(body="counted", connection=connection)
            self.assertEqual((reply.status, reply.body), (200, b"one two"))
            self.assertEqual(reply.headers["transfer-encoding"], "chunked")
            self.assertEqual(reply.headers["content-type"], "text/event-stream")
            self.assertNotIn("content-length", reply.headers)
            self.assertIn("x-ms-run-fn-exec-ms", reply.headers)
        self.assertIn("POST /score 200", self.worker.log())
        self.assertIn("N/A", self.worker.log())

    def test_each_piece_is_sent_at_once(self):
        _, response = self.begin("handshake")
        self.assertEqual(response.read1(100), b"first ")
        with open(os.path.join(self.worker.code, "go"), "w", encoding="ascii"):
            pass
        self.assertEqual(response.read(), b"second")

    def test_old_clients_get_the_bytes_alone(self):
        _, response = self.begin("counted", "1.0")
        self.assertIsNone(response.getheader("Transfer-Encoding"))
        self.assertEqual(response.read(), b"one two")

    def test_a_known_length(self):
        for length, body in (("6", b"abcdef"), ("4", b"abcd")):
            reply = self.ask(path="/score?length=" + length, body="sized")
            self.assertEqual((reply.headers["content-length"], reply.body), (length, body))
            self.assertNotIn("transfer-encoding", reply.headers)
        with self.assertRaises(http.client.IncompleteRead):
            self.ask(path="/score?length=9", body="sized")

    def test_nothing_at_all(self):
        self.assertEqual(self.ask(body="empty").body, b"")

    def test_a_failure_on_the_way_cuts_the_answer(self):
        for name in ("broken", "odd"):
            with self.subTest(name), self.assertRaises(http.client.IncompleteRead):
                self.ask(body=name)
        self.assertIn("ValueError: half way", self.worker.log())

    def test_a_failure_at_once_is_an_answer(self):
        reply = self.ask(body="broken at once")
        self.assertEqual((reply.status, list(reply.json())), (500, ["message"]))
        self.assertEqual(reply.headers["x-ms-run-function-failed"], "True")

    def test_a_client_that_leaves_ends_the_stream(self):
        client, response = self.begin("endless")
        self.assertEqual(len(response.read(1000)), 1000)
        response.close()
        client.close()
        eventually(lambda: self.made("left"), "the end of the stream")
        self.assertEqual(self.ask(body="plain").json(), "plain")

    def test_a_slow_client_gets_everything_it_waits_for(self):
        client, response = self.begin("endless")
        for _ in range(40):
            self.assertEqual(len(response.read(65536)), 65536)
            time.sleep(0.001)
        response.close()
        client.close()

    def test_objects_are_closed(self):
        self.assertEqual(self.ask(body="closing").body, b"ab")
        eventually(lambda: self.made("closed"), "close()")


class LongStreamTest(WorkerCase):
    def test_worker_timeout(self):
        worker = self.start(_STREAMS, env={"WORKER_TIMEOUT": "1"})
        before = worker.children()
        with self.assertRaises(http.client.IncompleteRead):
            worker.ask(body="slow")
        eventually(lambda: worker.children() not in ([], before), "a new process")
        self.assertTrue(os.path.exists(os.path.join(worker.code, "slow over")))
        self.assertEqual(worker.ask(body="plain").json(), "plain")

    def test_a_drain_waits_for_the_end(self):
        worker = self.start(_STREAMS)
        client = worker.dial()
        self.addCleanup(client.close)
        client.sendall(b"POST /score HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nhandshake")
        response = http.client.HTTPResponse(client, method="POST")
        response.begin()
        self.assertEqual(response.read1(100), b"first ")
        worker.process.terminate()
        eventually(lambda: not os.path.exists(worker.socket), "the end of the path")
        with open(os.path.join(worker.code, "go"), "w", encoding="ascii"):
            pass
        self.assertEqual(response.read(), b"second")
        self.assertEqual(worker.process.wait(DEADLINE_S), 0)


if __name__ == "__main__":
    unittest.main()
