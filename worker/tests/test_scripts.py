"""Scripts as people write them: layouts, imports, loading order, limits."""
import unittest

from rig import ECHO, WorkerCase


class LayoutTest(WorkerCase):
    def test_script_in_a_folder_with_siblings(self):
        files = {
            "onlinescoring/score.py": """
                import os
                import sys

                import beside
                import above
                from package import inside
                import elsewhere

                def init():
                    pass

                def run(raw_data):
                    return [beside.NAME, above.NAME, inside.NAME, elsewhere.NAME, os.getcwd(), __name__, sys.argv]
            """,
            "onlinescoring/beside.py": "NAME = 'beside'\n",
            "above.py": "NAME = 'above'\n",
            "package/__init__.py": "",
            "package/inside.py": "NAME = 'inside'\n",
            "lib/elsewhere.py": "NAME = 'elsewhere'\n",
        }
        env = {"AZUREML_SOURCE_DIRECTORY": "lib"}
        worker = self.start(files, entry_script="onlinescoring/score.py", env=env)
        names = worker.ask().json()
        self.assertEqual(names[:4], ["beside", "above", "inside", "elsewhere"])
        self.assertEqual(names[4:6], [worker.code, "entry_module"])
        self.assertEqual(names[6], [worker.code + "/onlinescoring/score.py"])

    def test_no_entry_script_means_main(self):
        worker = self.start({"main.py": ECHO}, entry_script=None)
        self.assertEqual(worker.ask(body=b"x").json(), "x")

    def test_names_of_the_user_and_of_the_worker_do_not_meet(self):
        own = ("settings", "failures", "journal", "board", "start", "master", "child", "scoring", "http1")
        files = {name + ".py": "NAME = 'own'\n" for name in own}
        files["score.py"] = (
            "import sys\n"
            + "".join("import {}\n".format(name) for name in own)
            + "def init(): pass\n\ndef run(x):\n    return [{}, sys.path]\n".format(
                ", ".join(name + ".NAME" for name in own)
            )
        )
        reply = self.start(files).ask().json()
        self.assertEqual(reply[:-1], ["own"] * len(own))
        self.assertFalse([entry for entry in reply[-1] if "teal_worker" in entry])

    def test_modules_missing_from_the_worker_fail_clearly(self):
        for module in ("_teal", "teal_worker", "azureml.contrib.services.aml_requests", "azureml.core"):
            with self.subTest(module):
                self.refuse("import {}\n".format(module), "UserScriptImportError", "ModuleNotFoundError")


class ExoticScriptTest(WorkerCase):
    def test_dataclass_and_pickle(self):
        script = """
            from __future__ import annotations

            import multiprocessing
            import pickle
            from dataclasses import asdict, dataclass
            from typing import ClassVar

            @dataclass
            class Point:
                x: int
                kind: ClassVar[str] = "point"

            def init():
                pass

            def run(raw_data):
                return asdict(pickle.loads(pickle.dumps(Point(4))))
        """
        self.assertEqual(self.start(script).ask().json(), {"x": 4})

    def test_driver_module(self):
        files = {
            "score.py": """
                import driver as driver_module

                def init():
                    driver_module.STARTED.append("outer init")

                def run(raw_data):
                    return "outer"
            """,
            "driver.py": """
                STARTED = []

                def run(raw_data):
                    return STARTED + ["driver"]
            """,
        }
        self.assertEqual(self.start(files).ask().json(), ["outer init", "driver"])

    def test_global_model_and_callable_objects(self):
        script = """
            import functools

            class Model:
                def __call__(self, raw_data):
                    return "called " + raw_data

            def twice(function):
                @functools.wraps(function)
                def wrapper(*args, **kwargs):
                    return [function(*args, **kwargs)] * 2
                return wrapper

            def init():
                global model
                model = Model()

            @twice
            def run(raw_data):
                return model(raw_data)
        """
        self.assertEqual(self.start(script).ask(body=b"x").json(), ["called x"] * 2)

    def test_asyncio_threads_and_alarms(self):
        script = """
            import asyncio
            import signal
            import threading

            def init():
                threading.Thread(target=threading.Event().wait, daemon=True).start()

            async def later(raw_data):
                await asyncio.sleep(0.01)
                return raw_data

            def run(raw_data):
                signal.signal(signal.SIGALRM, lambda number, frame: None)
                signal.setitimer(signal.ITIMER_REAL, 0.001)
                return asyncio.run(later(raw_data))
        """
        worker = self.start(script)
        for _ in range(3):
            self.assertEqual(worker.ask(body=b"x").json(), "x")

    def test_init_runs_once_per_child(self):
        script = """
            import os

            count = 0

            def init():
                global count
                count += 1

            def run(raw_data):
                return [os.getpid(), count]
        """
        worker = self.start(script, worker_count=2)
        for _ in range(6):
            self.assertEqual(worker.ask().json()[1], 1)


class LimitTest(WorkerCase):
    script = """
        import os

        def init():
            pass

        def run(raw_data):
            if raw_data == "hog":
                return len(bytearray(2 << 30))
            return os.environ.get("OMP_NUM_THREADS"), os.environ.get("MKL_NUM_THREADS")
    """

    def test_threads(self):
        worker = self.start(self.script, env={"MKL_NUM_THREADS": "7"}, limits={"cpus": 2.5})
        self.assertEqual(worker.ask().json(), ["2", "7"])
        worker = self.start(self.script, limits={"cpus": 0.5})
        self.assertEqual(worker.ask().json(), ["1", "1"])
        self.assertEqual(self.start(self.script).ask().json(), [None, None])

    def test_memory(self):
        worker = self.start(self.script, limits={"memory_bytes": 512 << 20})
        self.assertEqual(worker.ask(body=b"hog").status, 500)
        self.assertIn("MemoryError", worker.log())
        self.assertIn(str(512 << 20), worker.log())
        self.assertEqual(worker.ask(body=b"x").status, 200)


if __name__ == "__main__":
    unittest.main()
