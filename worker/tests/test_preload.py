"""WORKER_PRELOAD: the script is imported once, and the children are forked from the process that did it."""
import os
import signal
import unittest

from rig import ECHO, WorkerCase, alive, eventually

_ON = {"WORKER_PRELOAD": "true"}
# Tells who imported it, who ran init(), who answers, and whether the memory of the import is shared.
_TELLS = """
    import gc, os, signal, sys

    IMPORTED_BY = os.getpid()
    INITIALISED = []
    print("imported here")

    def init():
        INITIALISED.append(os.getpid())

    def run(raw_data):
        if raw_data == "crash":
            os._exit(7)
        return {"imported": IMPORTED_BY, "initialised": INITIALISED, "pid": os.getpid(), "parent": os.getppid(),
                "module": sys.modules["entry_module"].__name__, "frozen": gc.get_freeze_count() > 0,
                "term": str(signal.getsignal(signal.SIGTERM))}
"""


class PreloadTest(WorkerCase):
    def children(self, worker, count):
        """What the children tell, each once; every one is held by a connection until all are known."""
        found, connections = {}, []

        def look():
            connection = worker.connect()
            self.addCleanup(connection.close)
            connections.append(connection)
            told = worker.ask(connection=connection).json()
            found[told["pid"]] = told
            return len(found) >= count

        eventually(look, "all children answer")
        for connection in connections:
            connection.close()
        return found

    def zygote(self, worker):
        """The process that imported the script."""
        return worker.ask().json()["imported"]

    def test_one_import_and_an_init_in_each_child(self):
        worker = self.start(_TELLS, env=_ON, worker_count=3)
        told = self.children(worker, 3)
        self.assertEqual(len({each["imported"] for each in told.values()}), 1)
        for pid, each in told.items():
            self.assertEqual(each["initialised"], [pid])
            self.assertNotEqual(each["imported"], pid)
            self.assertEqual((each["parent"], each["module"], each["frozen"]),
                             (worker.process.pid, "entry_module", True))
        self.assertEqual(worker.log().count("imported here"), 1)
        self.assertEqual(worker.log().count("init() took"), 3)
        self.assertNotIn("No effect here", worker.log())
        self.assertEqual(worker.terminate(), 0)

    def test_off(self):
        for value in ("", "false", "0"):
            worker = self.start(_TELLS, env={"WORKER_PRELOAD": value})
            told = worker.ask().json()
            self.assertEqual(told["imported"], told["pid"])

    def test_lines_of_the_log_name_their_process(self):
        worker = self.start("import os\n\ndef init(): print('begins')\n\ndef run(x): return os.getpid()\n", env=_ON)
        pid = worker.ask().json()
        self.assertIn("[{}] azmlinfsrv.print - begins".format(pid), worker.log())
        eventually(lambda: "[{}] azmlinfsrv - POST /score 200".format(pid) in worker.log(), "the request is logged")

    def test_replaced_child(self):
        worker = self.start(_TELLS, env=_ON)
        first = worker.ask().json()
        with self.assertRaises((ConnectionError, OSError)):
            worker.ask(body=b"crash")
        second = worker.ask().json()
        self.assertNotEqual(first["pid"], second["pid"])
        self.assertEqual(second["imported"], first["imported"])
        self.assertEqual(second["initialised"], [second["pid"]])
        self.assertIn("ended with exit code 7", worker.log())

    def test_raw_requests_and_schemas_survive_the_fork(self):
        script = """
            from azureml.contrib.services.aml_request import rawhttp

            def init(): pass

            @rawhttp
            def run(request):
                return request.method
        """
        self.assertEqual(self.start(script, env=_ON).ask().json(), "POST")

    def test_memory_is_shared(self):
        script = """
            import os

            TABLE = os.urandom(1 << 20) * 48

            def init(): pass

            def run(raw_data):
                with open("/proc/self/smaps_rollup", encoding="ascii") as file:
                    lines = [line.split() for line in file]
                return {line[0].rstrip(":"): int(line[1]) for line in lines[1:]}
        """
        apart, together = [
            self.start(script, env=env, worker_count=4).ask().json() for env in ({}, _ON)
        ]
        print("\nPss of one child of four: {} kB, with WORKER_PRELOAD {} kB".format(apart["Pss"], together["Pss"]))
        self.assertGreaterEqual(apart["Private_Dirty"], 48 << 10)
        self.assertLess(together["Private_Dirty"], 48 << 10)


class FailedPreloadTest(WorkerCase):
    def test_failures_are_told_as_without(self):
        worker = self.refuse("import no_such_module\n", "UserScriptImportError", "no_such_module", env=_ON,
                             worker_count=2)
        self.assertEqual(worker.log().count("Traceback"), 1)
        self.refuse("x = (\n", "UserScriptSyntaxError", "score.py", env=_ON)
        self.refuse("def run(x): pass\n", "UserScriptFunctionNotFound", "init()", env=_ON)
        self.refuse("import sys\nsys.exit(5)\n", "UserScriptImportError", "SystemExit: 5", env=_ON)
        self.refuse("import os\nos._exit(9)\n", "UserScriptImportError", "exit code 9", "import", env=_ON)
        self.refuse("import os\nos.kill(os.getpid(), 11)\n", "UserScriptImportError", "SIGSEGV", env=_ON)
        self.refuse(ECHO, "BadArgument", "none.py", env=_ON, entry_script="none.py")

    def test_init_failures(self):
        script = "def init():\n    raise RuntimeError('no model')\n\ndef run(x): pass\n"
        self.refuse(script, "UserScriptInitFailed", "RuntimeError: no model", env=_ON, worker_count=2)
        dies = "import os\n\ndef init():\n    os.kill(os.getpid(), 9)\n\ndef run(x): pass\n"
        self.refuse(dies, "UserScriptInitFailed", "SIGKILL", "init", env=_ON)

    def test_an_import_that_hangs(self):
        script = "import os, time\nopen('began', 'w').write(str(os.getpid()))\ntime.sleep(60)\n"
        worker = self.launch(script, env=_ON)
        path = os.path.join(worker.code, "began")
        eventually(lambda: os.path.exists(path) and os.path.getsize(path), "the import begins")
        self.assertEqual(worker.health().status, 503)
        with open(path, encoding="ascii") as file:
            pid = int(file.read())
        self.assertEqual(worker.terminate(), 0)
        self.assertFalse(alive(pid))
        self.assertIsNone(worker.notice())

    def test_threads_of_the_import(self):
        script = "import threading, time\n" \
                 "threading.Thread(target=time.sleep, args=(600,), name='poller', daemon=True).start()\n" + _PLAIN
        worker = self.start(script, env=_ON, worker_count=2)
        self.assertIn("Worker processes load the script themselves: importing the script started 1 thread(s), such as "
                      "poller.", worker.log())
        told = worker.ask().json()
        self.assertEqual(told[0], told[1])
        eventually(lambda: len(worker.children()) == 2, "the zygote ends")

    def test_threads_of_native_code(self):
        # _thread's threads are unknown to the module threading, as those of a library are.
        script = "import _thread, time\n_thread.start_new_thread(time.sleep, (600,))\n" + _PLAIN
        worker = self.start(script, env=_ON)
        self.assertIn("importing the script started 1 thread(s) of native code.", worker.log())
        told = worker.ask().json()
        self.assertEqual(told[0], told[1])

    def test_with_a_debugger(self):
        files = {
            "score.py": "import os\nfrom debugpy import CALLS\n\ndef init(): pass\n\ndef run(x): return CALLS\n",
            "lib/debugpy.py": "import os\nCALLS = []\ndef connect(port): CALLS.append(os.getpid())\n"
                              "def wait_for_client(): pass\n",
        }
        env = dict(_ON, AZUREML_DEBUG_PORT="5678", AZUREML_EXTRA_PYTHON_LIB_PATH="lib")
        worker = self.start(files, env=env)
        self.assertIn("WORKER_PRELOAD has no effect: with AZUREML_DEBUG_PORT", worker.log())
        self.assertEqual(worker.ask().json(), worker.children())


_PLAIN = "import os\nPID = os.getpid()\n\ndef init(): pass\n\ndef run(x): return [PID, os.getpid()]\n"


class PreloadedLifeTest(WorkerCase):
    def test_signal_to_the_whole_group_drains(self):
        worker = self.start(_TELLS, env=_ON, worker_count=2)
        for pid in worker.children() + [worker.process.pid]:
            os.kill(pid, signal.SIGTERM)
        self.assertEqual(worker.wait(), 0)

    def test_all_follow_a_killed_master(self):
        worker = self.start(_TELLS, env=_ON, worker_count=2)
        pids = worker.children()
        self.assertEqual(len(pids), 3)
        worker.process.kill()
        worker.wait()
        eventually(lambda: not any(map(alive, pids)), "zygote and children end")
        with self.assertRaises(OSError):
            worker.dial()

    def test_the_end_of_the_zygote_is_survived(self):
        worker = self.start(_TELLS, env=_ON)
        told = worker.ask().json()
        os.kill(told["imported"], signal.SIGKILL)
        eventually(lambda: "which held it, ended by signal 9 (SIGKILL)" in worker.log(), "the master notices")
        self.assertEqual(worker.ask().json(), told)
        with self.assertRaises((ConnectionError, OSError)):
            worker.ask(body=b"crash")
        after = worker.ask().json()
        self.assertEqual(after["imported"], after["pid"])

    def test_a_zygote_that_does_not_answer(self):
        worker = self.start(_TELLS, env=_ON, worker_count=2)
        told = worker.ask().json()
        os.kill(told["imported"], signal.SIGSTOP)
        os.kill(told["pid"], signal.SIGKILL)
        eventually(lambda: "does not answer" in worker.log(), "the master gives up")
        eventually(lambda: len(worker.children()) == 2, "a child that loaded the script itself")
        self.assertEqual(worker.ask().status, 200)


if __name__ == "__main__":
    unittest.main()
