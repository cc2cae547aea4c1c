"""What happens when the collector, its disk or its instance cannot keep up, or is killed."""
import json
import os
import signal
import unittest

from collecting import ECHO, CollectorCase, eventually, read_file, write_file


class TroubleTest(CollectorCase):
    def collector_of(self, worker):
        """The child process that listens to nobody's scoring: the one that is nicer than the others."""
        for pid in worker.children():
            with open("/proc/{}/stat".format(pid), encoding="ascii") as file:
                if int(file.read().rpartition(")")[2].split()[16]) > 0:
                    return pid
        return None

    def test_a_killed_collector_is_replaced_and_a_torn_line_is_not_joined(self):
        worker = self.collecting()
        worker.ask(body=b"1")
        self.awaited("request", 1)
        with open(self.files("request")[0], "ab") as file:
            file.write(b'{"specversion":"1.0","data":"torn')
        first = self.collector_of(worker)
        os.kill(first, signal.SIGKILL)
        for number in range(2, 12):
            self.assertEqual(worker.ask(body=b"%d" % number).json(), number)
        eventually(lambda: b"torn" not in read_file(self.files("request")[0]), "the torn line is cut off")
        events = self.awaited("request", 11)
        self.assertEqual([event["data"] for event in events], list(range(1, 12)))
        self.assertNotIn(self.collector_of(worker), (None, first))
        eventually(lambda: self.status(worker)["events"].get("request") == 11, "the count goes on")

    def test_a_stopped_collector_delays_nobody(self):
        worker = self.collecting()
        worker.ask(body=b"1")
        self.awaited("request", 1)
        collector = self.collector_of(worker)
        os.kill(collector, signal.SIGSTOP)
        connection = worker.connect()
        self.addCleanup(connection.close)
        try:
            # Ten times what a ring takes: the rest is dropped, and counted.
            body = json.dumps("x" * (1 << 20)).encode()
            for _ in range(64 * 5):
                self.assertEqual(worker.ask(body=body, connection=connection).status, 200)
        finally:
            os.kill(collector, signal.SIGCONT)
        eventually(lambda: self.status(worker)["drops"].get("request", {}).get("queue_full", 0) > 250, "drops")
        status = self.status(worker)
        self.assertEqual(status["drops"]["request"], status["drops"]["response"])
        eventually(lambda: "dropped events" in worker.log(), "it is told")
        total = lambda: self.status(worker)["events"]["request"] + self.status(worker)["drops"]["request"]["queue_full"]
        eventually(lambda: total() == 321, "every request is accounted for")
        self.assertEqual(worker.log().count("dropped events"), 1)

    def test_a_folder_that_cannot_be_written_costs_data_only(self):
        worker = self.collecting(names=("request",))
        write_file(os.path.join(self.kept, "request"), b"a file where a folder should be")
        self.assertEqual(worker.ask(body=b"1").json(), 1)
        eventually(lambda: self.status(worker)["drops"].get("request") == {"io_error": 1}, "counted")
        os.unlink(os.path.join(self.kept, "request"))
        worker.ask(body=b"2")
        self.assertEqual([event["data"] for event in self.awaited("request", 1)], [2])

    def test_the_cap(self):
        worker = self.collecting(names=("request",), env={"TEAL_COLLECTOR_MAX_BYTES": "2000"})
        for number in range(20):
            worker.ask(body=b"%d" % number)
        self.assertEqual(worker.terminate(), 0)
        status = self.status(worker)
        self.assertEqual(status["events"]["request"] + status["drops"]["request"]["cap"], 20)
        self.assertLessEqual(os.path.getsize(self.files("request")[0]), 2000)
        self.assertEqual(len(self.events("request")), status["events"]["request"])

    def test_a_removed_log_is_begun_anew(self):
        worker = self.collecting(names=("request",))
        worker.ask(body=b"1")
        self.awaited("request", 1)
        os.unlink(self.files("request")[0])
        worker.ask(body=b"2")
        self.assertEqual([event["data"] for event in self.awaited("request", 1)], [2])

    def test_the_last_moments_of_a_killed_master(self):
        worker = self.collecting(names=("request",))
        worker.ask(body=b"1")
        # A request is recorded when its answer has left, so the next answer shows that the first is recorded.
        worker.ask(body=b"2")
        worker.process.kill()
        worker.wait()
        eventually(lambda: self.events("request"), "the first event")
        self.assertEqual(self.events("request")[0]["data"], 1)

    def test_a_configuration_that_makes_no_sense(self):
        self.refuse(ECHO, "BadArgument", "rolling", collector={
            "rolling": "never", "collections": {"request": {"rate": 1, "folder": "/tmp/x", "uri": "u"}},
        })

if __name__ == "__main__":
    unittest.main()
