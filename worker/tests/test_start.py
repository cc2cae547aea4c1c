"""Starting: what is reported on the ready descriptor, and how a start fails."""
import os
import stat
import tempfile
import unittest

from rig import ECHO, WorkerCase, dial, eventually, write


_WAITS = """
    import os
    import time

    def init():
        while not os.path.exists("go"):
            time.sleep(0.01)

    def run(raw_data):
        return raw_data
"""


class ReadyTest(WorkerCase):
    def test_ready_line(self):
        worker = self.launch(worker_count=2)
        notice = worker.notice()
        self.assertEqual(sorted(notice), ["event", "pid", "seconds"])
        self.assertEqual((notice["event"], notice["pid"]), ("ready", worker.process.pid))
        self.assertEqual(len(worker.children()), 2)
        for path in (worker.socket, worker.health_socket):
            self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)

    def test_descriptor_does_not_leak(self):
        script = """
            import os

            def init():
                pass

            def run(raw_data):
                return [os.readlink("/proc/self/fd/" + name) for name in os.listdir("/proc/self/fd")
                        if os.path.lexists("/proc/self/fd/" + name)]
        """
        worker = self.start(script)
        pipe = os.readlink("/proc/self/fd/{}".format(worker._reader))
        self.assertNotIn(pipe, worker.ask().json())

    def test_nobody_has_to_listen(self):
        for fd in (None, 99):
            with self.subTest(fd):
                self.assert_serves(self.launch(ready_fd=fd))

    def test_reader_may_be_gone(self):
        worker = self.launch(_WAITS)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, worker._reader)
        os.close(nothing)
        write(os.path.join(worker.code, "go"), "")
        self.assert_serves(worker)

    def assert_serves(self, worker):
        def healthy():
            try:
                return worker.health().status == 200
            except OSError:
                return False

        eventually(healthy, "the worker is healthy")
        self.assertEqual(worker.ask(body=b"x").json(), "x")

    def test_unhealthy_until_ready(self):
        worker = self.launch(_WAITS)
        eventually(lambda: _is_open(worker.health_socket), "the health socket listens")
        reply = worker.health()
        self.assertEqual(reply.status, 503)
        write(os.path.join(worker.code, "go"), "")
        self.assertEqual(worker.notice()["event"], "ready")
        self.assertEqual(worker.health().status, 200)

    def test_worker_count_of_the_environment_wins(self):
        worker = self.start(env={"WORKER_COUNT": "3"})
        self.assertEqual(len(worker.children()), 3)

    def test_stale_sockets_are_replaced(self):
        first = self.start()
        first.process.kill()
        first.wait()
        self.assertTrue(os.path.exists(first.socket))
        second = self.start(socket=first.socket, health_socket=first.health_socket)
        self.assertEqual(first.ask(body=b"x").status, 200)
        self.assertEqual(second.terminate(), 0)
        self.assertFalse(os.path.exists(first.socket))


class FailedStartTest(WorkerCase):
    def test_bad_numbers(self):
        for name, value in (("WORKER_COUNT", "many"), ("WORKER_COUNT", "0"), ("SCORING_TIMEOUT_MS", "1.5")):
            with self.subTest(name):
                worker = self.refuse(ECHO, "BadArgument", name, value, env={name: value})
                self.assertIn(name, worker.log())

    def test_missing_configuration(self):
        self.refuse(ECHO, "BadArgument", "health_socket", health_socket="")
        self.refuse(ECHO, "BadArgument", "score2.py", entry_script="score2.py")
        self.refuse(ECHO, "BadArgument", "/no/such/folder", app_root="/no/such/folder")
        self.refuse(ECHO, "BadArgument", "/no/such/s.sock", socket="/no/such/s.sock")

    def test_missing_functions(self):
        for missing, script in (("init", "def run(x): pass\n"), ("run", "run = 5\n\ndef init(): pass\n")):
            with self.subTest(missing):
                self.refuse(script, "UserScriptFunctionNotFound", missing + "()", "score.py")

    def test_import_errors(self):
        script = "import no_such_module\n"
        worker = self.refuse(script, "UserScriptImportError", "ModuleNotFoundError", "no_such_module")
        self.assertIn("Traceback", worker.log())
        self.refuse("x = 1 / 0\n", "UserScriptImportError", "ZeroDivisionError: division by zero")
        self.refuse("import sys\nsys.exit(5)\n", "UserScriptImportError", "SystemExit: 5")

    def test_syntax_errors(self):
        script = "def init():\n    pass\n\nx = (1\ny = = 2\n"
        self.refuse(script, "UserScriptSyntaxError", "score.py", "line ", "column ")
        files = {"score.py": "import sibling\n", "sibling.py": "if True:\nx = 1\n"}
        self.refuse(files, "UserScriptSyntaxError", "sibling.py", "line 2", "IndentationError")

    def test_init_failures(self):
        script = "def init():\n    raise RuntimeError('model\\nis gone')\n\ndef run(x): pass\n"
        worker = self.refuse(script, "UserScriptInitFailed", "RuntimeError: model is gone", worker_count=2)
        self.assertIn("Traceback", worker.log())
        self.assertFalse(os.path.exists(worker.socket))
        exits = "import sys\n\ndef init():\n    sys.exit()\n\ndef run(x): pass\n"
        self.refuse(exits, "UserScriptInitFailed", "SystemExit")

    def test_sudden_death_while_starting(self):
        dies = "import os\n\ndef init():\n    os.kill(os.getpid(), 9)\n\ndef run(x): pass\n"
        self.refuse(dies, "UserScriptInitFailed", "SIGKILL", "init")
        self.refuse("import os\nos._exit(9)\n", "UserScriptImportError", "exit code 9", "import")

    def test_listing_of_the_model_directory(self):
        script = """
            import os

            def init():
                folder = os.environ["AZUREML_MODEL_DIR"]
                for number in range(300):
                    open(os.path.join(folder, "weights-%03d" % number), "w").close()
                raise RuntimeError("no")

            def run(raw_data):
                pass
        """
        with tempfile.TemporaryDirectory() as models:
            env = {"AZUREML_MODEL_DIR": models}
            worker = self.refuse(script, "UserScriptInitFailed", model_dir=models, env=env)
        lines = [line for line in worker.log().splitlines() if line.startswith("  weights-")]
        self.assertIn(len(lines), (199, 200))


class ConfigFileTest(WorkerCase):
    def test_values_stand_in_for_the_environment(self):
        files = {"score.py": ECHO, "config.json": '{"SERVICE_NAME": "filed", "SERVICE_VERSION": 3, "model": []}'}
        worker = self.start(files, env={"SERVICE_VERSION": "7"})
        about = worker.ask("GET", "/swagger.json").json()["info"]
        self.assertEqual((about["title"], about["version"]), ("filed", "7"))

    def test_files_of_other_shapes(self):
        self.start({"score.py": ECHO, "config.json": "[1]"})
        self.start({"score.py": ECHO, "config.json": ""})
        self.refuse({"score.py": ECHO, "config.json": "{"}, "BadArgument", "config.json")


def _is_open(path):
    try:
        dial(path).close()
    except OSError:
        return False
    return True


if __name__ == "__main__":
    unittest.main()
