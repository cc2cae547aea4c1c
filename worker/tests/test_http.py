"""The HTTP/1.1 the worker speaks."""
import socket
import time
import unittest

from rig import SharedWorkerCase, WorkerCase, eventually, read_reply

_POST = b"POST /score HTTP/1.1\r\nHost: t\r\n"
_SLOW = """
    import os
    import time

    calls = []

    def init():
        pass

    def run(raw_data):
        calls.append(raw_data)
        if raw_data.startswith("sleep "):
            time.sleep(float(raw_data[6:]))
        if raw_data.startswith("long "):
            return "x" * int(raw_data[5:])
        return calls[-1] if raw_data != "calls" else calls
"""


class ConnectionTest(SharedWorkerCase):
    files = _SLOW

    def exchange(self, sent):
        """Send bytes on a new connection; return the socket."""
        client = self.worker.dial()
        self.addCleanup(client.close)
        client.sendall(sent)
        return client

    def assert_closed(self, client):
        self.assertEqual(client.recv(1), b"")

    def test_keep_alive(self):
        connection = self.worker.connect()
        self.addCleanup(connection.close)
        connection.connect()
        first = connection.sock
        for number in range(20):
            self.assertEqual(self.ask(body=str(number), connection=connection).json(), str(number))
            self.assertIs(connection.sock, first)

    def test_connection_close(self):
        client = self.exchange(_POST + b"Connection: Close\r\nContent-Length: 1\r\n\r\na")
        reply = read_reply(client)
        self.assertEqual((reply.json(), reply.headers["connection"]), ("a", "close"))
        self.assert_closed(client)

    def test_http_1_0(self):
        client = self.exchange(b"POST /score HTTP/1.0\r\nContent-Length: 1\r\n\r\na")
        self.assertEqual(read_reply(client).json(), "a")
        self.assert_closed(client)
        keep = b"POST /score HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\na"
        client = self.exchange(keep)
        self.assertEqual(read_reply(client).headers["connection"], "keep-alive")
        client.sendall(keep)
        self.assertEqual(read_reply(client).json(), "a")

    def test_pipelining(self):
        requests = [_POST + b"Content-Length: %d\r\n\r\n%d" % (len(str(n)), n) for n in range(50)]
        chunked = _POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"
        client = self.exchange(b"".join(requests) + chunked + b"GET / HTTP/1.1\r\nHost: t\r\n\r\n")
        # http.client reads ahead on a socket, so one buffered file serves all responses.
        received = b""
        while b"Healthy" not in received:
            received += client.recv(65536)
        bodies = [part.split(b"\r\n\r\n")[1] for part in received.split(b"HTTP/1.1 200 OK\r\n")[1:]]
        self.assertEqual(bodies, [b'"%d"' % n for n in range(50)] + [b'"ab"', b"Healthy"])

    def test_byte_by_byte(self):
        client = self.worker.dial()
        self.addCleanup(client.close)
        for byte in _POST + b"Content-Length: 3\r\n\r\nabc":
            client.sendall(bytes([byte]))
        self.assertEqual(read_reply(client).json(), "abc")

    def test_chunked_bodies(self):
        body = b"5;name=value\r\nhello\r\n1\r\n \r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n"
        whole = _POST + b"Transfer-Encoding: Chunked\r\n\r\n" + body
        for cut in (len(whole), 90, 95, 100, 110, len(whole) - 3):
            with self.subTest(cut):
                client = self.exchange(whole[:cut])
                time.sleep(0.01)
                client.sendall(whole[cut:])
                self.assertEqual(read_reply(client).json(), "hello 0123456789")
                client.sendall(_POST + b"Content-Length: 1\r\n\r\nz")
                self.assertEqual(read_reply(client).json(), "z")

    def test_bad_chunks(self):
        for body in (b"x\r\n", b"-1\r\n", b"0x5\r\nhello\r\n", b"2\r\nabc\r\n", b"1\na\r\n", b"F" * 5000):
            with self.subTest(body[:10]):
                client = self.exchange(_POST + b"Transfer-Encoding: chunked\r\n\r\n" + body)
                self.assertEqual(read_reply(client).status, 400)

    def test_expect_continue(self):
        client = self.exchange(_POST + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        expected = b"HTTP/1.1 100 Continue\r\n\r\n"
        self.assertEqual(client.recv(len(expected)), expected)
        client.sendall(b"ok")
        self.assertEqual(read_reply(client).json(), "ok")
        client = self.exchange(_POST + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\nok")
        self.assertEqual(read_reply(client).json(), "ok")
        self.assertEqual(read_reply(self.exchange(_POST + b"Expect: magic\r\n\r\n")).status, 417)

    def test_refused_requests(self):
        for sent, status in (
            (b"POST /score\r\n\r\n", 400),
            (b"POST  /score HTTP/1.1\r\n\r\n", 400),
            (b"POST score HTTP/1.1\r\n\r\n", 400),
            (b"PO(ST /score HTTP/1.1\r\n\r\n", 400),
            (b"POST /score HTTP/2.0\r\n\r\n", 505),
            (b"POST /score HTTQ/1.1\r\n\r\n", 400),
            (_POST + b"No colon\r\n\r\n", 400),
            (_POST + b"nocolon\r\n\r\n", 400),
            (_POST + b"Space : x\r\n\r\n", 400),
            (_POST + b": x\r\n\r\n", 400),
            (_POST + b"A: x\r\n folded\r\n\r\n", 400),
            (_POST + b"A: x\ry\r\n\r\n", 400),
            (_POST + b"A: x\ny\r\n\r\n", 400),
            (_POST + b"A: x\x00y\r\n\r\n", 400),
            (_POST + b"A: x\ry\nz\r\n\r\n", 400),
            (_POST + b"Content-Length: -1\r\n\r\n", 400),
            (_POST + b"Content-Length: +1\r\n\r\n", 400),
            (_POST + b"Content-Length: \xb2\r\n\r\n", 400),
            (_POST + b"Content-Length: \r\n\r\n", 400),
            (_POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
            (_POST + b"Host: other\r\n\r\n", 400),
            (_POST + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
            (_POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n", 501),
            (b"POST /score HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
            (_POST + b"Big: " + b"x" * 70000 + b"\r\n\r\n", 431),
        ):
            with self.subTest(sent[:60]):
                client = self.exchange(sent)
                reply = read_reply(client)
                self.assertEqual((reply.status, reply.headers["connection"]), (status, "close"))
                self.assertEqual(list(reply.json()), ["message"])

    def test_absolute_target_and_repeated_fields(self):
        head = b"POST http://t.example/score HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na"
        self.assertEqual(read_reply(self.exchange(b"\r\n" + head)).json(), "a")

    def test_half_closed_client_is_answered(self):
        client = self.exchange(_POST + b"Content-Length: 1\r\n\r\na")
        client.shutdown(socket.SHUT_WR)
        self.assertEqual(read_reply(client).json(), "a")
        self.assert_closed(client)

    def test_unfinished_request_at_end(self):
        client = self.exchange(_POST + b"Content-Length: 10\r\n\r\na")
        client.shutdown(socket.SHUT_WR)
        self.assert_closed(client)

    def test_slow_sender_and_slow_reader_hold_up_nobody(self):
        self.exchange(_POST + b"Content-Length: 100\r\n\r\nhalf")
        reader = self.exchange(_POST + b"Content-Length: 13\r\n\r\nlong 20000000")
        self.assertEqual(self.ask(body="x").json(), "x")
        self.assertEqual(len(read_reply(reader).json()), 20000000)

    def test_busy_run_does_not_hold_up_health(self):
        client = self.exchange(_POST + b"Content-Length: 7\r\n\r\nsleep 2")
        began = time.monotonic()
        for _ in range(5):
            self.assertEqual(self.worker.health().status, 200)
        self.assertLess(time.monotonic() - began, 1.9)
        self.assertEqual(read_reply(client).status, 200)

    def test_request_whose_client_left_is_not_run(self):
        # Long enough for a loaded machine to get the next three steps done meanwhile.
        busy = self.exchange(_POST + b"Content-Length: 7\r\n\r\nsleep 3")
        leaver = self.exchange(_POST + b"Content-Length: 4\r\n\r\ngone")
        half = self.exchange(_POST + b"Content-Length: 4\r\n\r\nhalf")
        leaver.close()
        half.shutdown(socket.SHUT_WR)
        self.assertEqual(read_reply(busy).status, 200)
        self.assertEqual(read_reply(half).json(), "half")
        calls = self.ask(body="calls").json()
        self.assertIn("half", calls)
        self.assertNotIn("gone", calls)


class BodyLimitTest(WorkerCase):
    def test_body_limit(self):
        worker = self.start(max_body_bytes=1000)
        self.assertEqual(worker.ask(body=b"x" * 1000).status, 200)
        for framing in (b"Content-Length: 1001\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n3E9\r\n"):
            with self.subTest(framing):
                client = worker.dial()
                self.addCleanup(client.close)
                client.sendall(_POST + framing + b"x" * 1001)
                self.assertEqual(read_reply(client).status, 413)

    def test_refusal_is_readable_for_a_client_that_is_still_sending(self):
        worker = self.start(max_body_bytes=1000)
        client = worker.dial()
        self.addCleanup(client.close)
        client.sendall(_POST + b"Content-Length: 3000000\r\n\r\n")
        client.sendall(b"x" * 3000000)
        self.assertEqual(read_reply(client).status, 413)
        eventually(lambda: client.recv(1) == b"", "the refused connection closes")


if __name__ == "__main__":
    unittest.main()
