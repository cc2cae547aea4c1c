"""What the log shows."""
import json
import unittest

from rig import WorkerCase

_LINE = r"(?m)^\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d,\d{{3}} {} \[\d+\] {} - {}$"
_TALKER = """
    import logging
    import os
    import sys

    def init():
        print("hello from init")

    def run(raw_data):
        print("scored", "a request", sep="-", end="")
        print("to stderr", file=sys.stderr)
        sys.stdout.write("plain write\\n")
        logging.info("dropped line")
        logging.warning("kept line")
        logging.getLogger("mine").error("error line")
        os.system("echo from a program")
        return None
"""


class JournalTest(WorkerCase):
    def assert_line(self, log, level, logger, message):
        self.assertRegex(log, _LINE.format(level, logger, message))

    def test_lines(self):
        worker = self.start(_TALKER)
        worker.ask(path="/score?q=1", body=b"x")
        worker.ask("GET", "/")
        worker.health()
        log = worker.log()
        self.assert_line(log, "I", "azmlinfsrv.print", "hello from init")
        self.assert_line(log, "I", "azmlinfsrv.print", "scored-a request")
        self.assert_line(log, "W", "root", "kept line")
        self.assert_line(log, "E", "mine", "error line")
        self.assert_line(log, "I", "azmlinfsrv", r"POST /score\?q=1 200 \d+\.\d{3}ms 2")
        for plain in ("to stderr", "plain write", "from a program"):
            self.assertIn("\n" + plain + "\n", log)
        self.assertNotIn("dropped line", log)
        self.assertNotIn("GET / ", log)

    def test_level(self):
        worker = self.start(_TALKER, env={"AZUREML_LOG_LEVEL": "warning"})
        worker.ask(body=b"x")
        self.assertNotIn("POST /score", worker.log())
        self.assertIn("kept line", worker.log())
        worker = self.start(_TALKER, env={"AZUREML_LOG_LEVEL": "loud"})
        self.assertIn("AZUREML_LOG_LEVEL", worker.log())

    def test_logging_json(self):
        config = {
            "version": 1,
            "formatters": {"own": {"format": "OWN %(name)s %(message)s"}},
            "handlers": {"own": {"class": "logging.StreamHandler", "formatter": "own"}},
            "root": {"handlers": ["own"], "level": "INFO"},
            "loggers": {"azmlinfsrv": {"handlers": ["own"], "level": "INFO", "propagate": False}},
        }
        worker = self.start({"score.py": _TALKER, "logging.json": json.dumps(config)})
        worker.ask(body=b"x")
        self.assertIn("OWN root dropped line", worker.log())
        self.assertIn("OWN azmlinfsrv.print scored-a request", worker.log())
        self.assertRegex(worker.log(), r"OWN azmlinfsrv POST /score 200")

    def test_logging_json_for_the_root_alone(self):
        config = {"version": 1, "root": {"level": "INFO"}}
        files = {"deep/score.py": _TALKER, "deep/logging.json": json.dumps(config)}
        worker = self.start(files, entry_script="deep/score.py")
        worker.ask(body=b"x")
        self.assertIn("scored-a request", worker.log())

    def test_bad_logging_json(self):
        self.refuse({"score.py": _TALKER, "logging.json": "{}"}, "BadArgument", "logging.json")

    def test_handler_that_prints(self):
        script = """
            import logging

            class Printing(logging.Handler):
                def emit(self, record):
                    print("handled", record.getMessage())

            def init():
                logging.getLogger("azmlinfsrv").addHandler(Printing())

            def run(raw_data):
                print("once")
        """
        worker = self.start(script)
        self.assertEqual(worker.ask(body=b"x").status, 200)
        self.assertIn("\nhandled once\n", worker.log())


if __name__ == "__main__":
    unittest.main()
