"""Payload logging: which requests and answers are kept, how, and where."""
import http.client
import json
import os
import random
import sys
import unittest

from collecting import SOURCE, CollectorCase, eventually
from rig import WORKER

sys.path.insert(0, WORKER)
from _teal_worker.collector.ring import Rings  # noqa: E402

sys.path.remove(WORKER)

_RAW = """
    from azureml.contrib.services.aml_request import AMLRequest, rawhttp
    from azureml.contrib.services.aml_response import AMLResponse

    def init():
        pass

    @rawhttp
    def run(request):
        return AMLResponse(request.get_data(False)[::-1], 200)
"""
_STREAM = """
    from azureml.contrib.services.aml_request import rawhttp
    from azureml.contrib.services.aml_response import AMLResponse

    def init():
        pass

    def pieces(count):
        if count < 0:
            yield "abc"
            raise ValueError("no more")
        for _ in range(count):
            yield "abc"

    @rawhttp
    def run(request):
        return AMLResponse(pieces(int(request.get_data(False))), 200, {"Content-Type": "text/plain"})
"""


class RingTest(unittest.TestCase):
    """The ring by itself, with both its ends in one process."""

    def test_whatever_the_order_records_come_out_as_they_went_in(self):
        ring = Rings(1, size=4096, most=50).all[0]
        chance = random.Random(7)
        inside, drops = [], 0
        for step in range(50000):
            if chance.random() < 0.55:
                record = bytes([step % 251]) * chance.choice([0, 1, 7, 8, 9, 100, 500, 1500, 2030, 2050])
                if ring.offer((record[:3], record[3:])):
                    inside.append(record)
                else:
                    drops += 1
            else:
                self.assertEqual(ring.take(ring.mark), inside.pop(0) if inside else None)
        self.assertEqual([sum(counts) for counts in ring.drops()], [drops, drops])
        self.assertGreater(drops, 100)

    def test_a_reader_that_keeps_up_leaves_room_for_the_largest_record(self):
        ring = Rings(1, size=4096).all[0]
        for size in [5, 500, 2040] * 200:
            self.assertTrue(ring.offer((b"x" * size,)))
            self.assertEqual(len(ring.take(ring.mark)), size)
        self.assertFalse(ring.offer((b"x" * 2041,), (True, False)))
        self.assertEqual(ring.drops(), [(0, 1), (0, 0)])

    def test_only_so_many_records(self):
        ring = Rings(1, most=10).all[0]
        self.assertEqual([ring.offer((b"x",)) for _ in range(100)].count(True), 10)
        self.assertEqual(ring.drops(), [(90, 0), (90, 0)])


class PayloadTest(CollectorCase):
    def test_request_and_response_are_kept_as_azure_writes_them(self):
        worker = self.collecting(capture_headers=["X-Tenant", "authorization", "absent"])
        body = b'{"rows": [1.50,\n 2]}'
        worker.ask(path="/score?a=1", body=body, headers={
            "x-request-id": "r-1", "x-tenant": "acme", "Authorization": "Bearer secret",
        })
        (asked,), (answered,) = self.awaited("request", 1), self.awaited("response", 1)
        self.assertRegex(asked.pop("time"), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$")
        self.assertNotEqual(asked.pop("id"), answered.pop("id"))
        self.assertEqual(asked, {
            "specversion": "1.0", "source": SOURCE, "type": "azureml.inference.request",
            "datacontenttype": "application/json", "data": {"rows": [1.5, 2]}, "path": "/score?a=1", "method": "POST",
            "correlationid": "r-1", "xrequestid": "r-1", "contentrange": "bytes 0-{}/{}".format(len(body) - 1, len(body)),
            "capturedheaders": {"x-tenant": "acme", "authorization": "[redacted]"},
        })
        self.assertEqual(
            {name: answered[name] for name in ("type", "data", "xrequestid", "statuscode")},
            {"type": "azureml.inference.response", "data": {"rows": [1.5, 2]}, "xrequestid": "r-1", "statuscode": 200},
        )
        with open(self.files("request")[0], "rb") as file:
            self.assertIn(b"1.50", file.read())  # as sent, not as parsed

    def test_only_scoring_is_kept_and_failures_are(self):
        worker = self.collecting(names=("response",))
        worker.ask("GET", "/")
        worker.ask("GET", "/swagger.json")
        worker.ask("OPTIONS", "/score")
        worker.ask(body=b"not json")
        (event,) = self.awaited("response", 1)
        self.assertEqual((event["statuscode"], event["method"]), (500, "POST"))
        self.assertEqual(self.events("request"), [])

    def test_bodies_that_are_no_json(self):
        worker = self.collecting(_RAW, names=("request",))
        sent = [
            ("application/json", b"{broken\n"), ("application/json", b"[NaN]"), ("text/plain", b"5"),
            ("application/octet-stream", b"5"), ("image/png", b"\x89PNG\xff"), ("application/json", b""),
        ]
        for kind, body in sent:
            self.assertEqual(worker.ask(body=body, headers={"Content-Type": kind}).body, body[::-1])
        events = self.awaited("request", len(sent))
        self.assertEqual([event["data"] for event in events[:3] + events[5:]], ["{broken\n", "[NaN]", "5", None])
        for event, (kind, body) in zip(events[3:5], sent[3:5]):
            self.assertEqual((event["datainblob"], event["datacontenttype"]), ("true", kind))
            self.assertEqual(self.beside("request", event), body)
        self.assertEqual(events[5]["contentrange"], "bytes */0")

    def beside(self, name, event):
        root = "azureml://store/" + name
        self.assertTrue(event["data"].startswith(root + "/"), event["data"])
        with open(os.path.join(self.kept, name) + event["data"][len(root):], "rb") as file:
            return file.read()

    def test_large_payloads_lie_beside_the_log_and_huge_ones_are_counted(self):
        worker = self.collecting()
        large = json.dumps("x" * (5 << 20)).encode()
        worker.ask(body=large)
        (asked,) = self.awaited("request", 1)
        self.assertEqual(self.beside("request", asked), large)
        self.assertTrue(asked["data"].endswith(".json"))
        self.assertLess(os.path.getsize(self.files("request")[0]), 2000)
        huge = json.dumps("x" * (40 << 20)).encode()
        self.assertEqual(len(worker.ask(body=huge).body), len(huge))
        drops = {name: {"too_large": 1} for name in ("request", "response")}
        eventually(lambda: self.status(worker)["drops"] == drops, "both are counted")
        worker.ask(body=b"1")
        self.awaited("request", 2)

    def test_half_of_the_requests_are_kept_and_always_both_sides(self):
        worker = self.collecting(rate=0.5, worker_count=2)
        connection = worker.connect()
        self.addCleanup(connection.close)
        for number in range(600):
            worker.ask(body=b"1", headers={"x-request-id": "id-%d" % number}, connection=connection)
        self.assertEqual(worker.terminate(), 0)
        ids = [sorted(event["xrequestid"] for event in self.events(name)) for name in ("request", "response")]
        self.assertEqual(ids[0], ids[1])
        self.assertEqual(len(set(ids[0])), len(ids[0]))
        self.assertTrue(240 < len(ids[0]) < 360, len(ids[0]))

    def test_draining_writes_everything(self):
        worker = self.collecting(worker_count=2)
        connections = [worker.connect() for _ in range(4)]
        for connection in connections:
            self.addCleanup(connection.close)
        for number in range(400):
            worker.ask(body=b"%d" % number, connection=connections[number % 4])
        self.assertEqual(worker.terminate(), 0)
        self.assertEqual(sorted(event["data"] for event in self.events("request")), list(range(400)))

    def test_a_stream_is_kept_as_it_was_sent(self):
        worker = self.collecting(_STREAM, names=("response",))
        self.assertEqual(worker.ask(body=b"3").body, b"abcabcabc")
        with self.assertRaises(http.client.IncompleteRead):
            worker.ask(body=b"-1")
        whole, cut = self.awaited("response", 2)
        self.assertEqual((whole["data"], whole["contentrange"]), ("abcabcabc", "bytes 0-8/9"))
        self.assertEqual((cut["data"], cut["contentrange"]), ("abc", "bytes 0-2/*"))

    def test_rolling(self):
        for rolling, depth in (("minute", 5), ("day", 3), ("month", 2), ("year", 1)):
            worker = self.collecting(names=("request",), rolling=rolling)
            worker.ask(body=b"1")
            self.awaited("request", 1, pattern="/".join(["*"] * depth + ["i-test.jsonl"]))

if __name__ == "__main__":
    unittest.main()
