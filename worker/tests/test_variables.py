"""Variables of the scoring contract: extra packages, the debugger, and those that have no effect here."""
import os
import unittest
import zipfile

from rig import ECHO, WorkerCase

_ASKS = """
    import subprocess
    import sys

    import tiny

    def init():
        pass

    def run(raw_data):
        program = "import tiny; print(tiny.NAME)"
        return [tiny.NAME, subprocess.check_output([sys.executable, "-c", program]).decode().strip()]
"""
_WHEEL = "tiny-1.0-py3-none-any.whl"


class IdleTest(WorkerCase):
    def test_said_once_with_the_reason(self):
        env = {
            "AML_APP_INSIGHTS_ENABLED": "true",
            "AML_APP_INSIGHTS_KEY": "6f1fcc4c-0000-0000-0000-000000000000",
            "APP_INSIGHTS_LOG_RESPONSE_ENABLED": "True",
            "AML_MODEL_DC_STORAGE_ENABLED": "true",
            "WORKSPACE_NAME": "mine",
            "SERVER_PORT": "5001",
            "HEALTH_PORT": "5000",
            "SEPERATE_HEALTH_ENDPOINT": "true",
            "AZUREML_CONDA_ENVIRONMENT_PATH": "/opt/env",
        }
        worker = self.start(env=env, worker_count=2)
        log = worker.log()
        for name in env:
            with self.subTest(name):
                self.assertEqual(log.count(name), 1)
        self.assertEqual(log.count("No effect here"), 3)
        self.assertNotIn("6f1fcc4c", log)
        self.assertEqual(worker.ask(body=b"x").json(), "x")

    def test_nothing_is_said_about_what_is_off(self):
        worker = self.start(env={"AML_APP_INSIGHTS_ENABLED": "false", "HEALTH_PORT": ""})
        self.assertNotIn("No effect here", worker.log())


class NamedFilesTest(WorkerCase):
    def test_entry_script(self):
        worker = self.start({"sub/own.py": ECHO}, env={"AZUREML_ENTRY_SCRIPT": "sub/own.py"}, entry_script=None)
        self.assertEqual(worker.ask(body=b"x").json(), "x")

    def test_configuration_file(self):
        files = {"score.py": ECHO, "own.json": '{"SERVICE_NAME": "named"}', "config.json": '{"SERVICE_NAME": "no"}'}
        worker = self.start(files, env={"AZUREML_CONFIG_FILE": "own.json"})
        self.assertEqual(worker.ask("GET", "/swagger.json").json()["info"]["title"], "named")


class ExtraPackagesTest(WorkerCase):
    def test_folder_beside_the_script(self):
        files = {"sub/score.py": _ASKS, "sub/lib/tiny.py": "NAME = 'folder'\n"}
        env = {"AZUREML_EXTRA_PYTHON_LIB_PATH": "lib", "AZUREML_EXTRA_REQUIREMENTS_TXT": "none.txt"}
        worker = self.start(files, entry_script="sub/score.py", env=env)
        self.assertEqual(worker.ask().json(), ["folder", "folder"])

    def test_missing_folder(self):
        env = {"AZUREML_EXTRA_PYTHON_LIB_PATH": "lib"}
        self.refuse(ECHO, "BadArgument", "AZUREML_EXTRA_PYTHON_LIB_PATH", "'lib'", "folder", env=env)

    def test_requirements(self):
        files = {"score.py": _ASKS, "requirements.txt": "./{}\n".format(_WHEEL)}
        env = {"AZUREML_EXTRA_REQUIREMENTS_TXT": "requirements.txt"}
        worker = self.start(files, env=env, prepare=_write_wheel)
        self.assertEqual(worker.ask().json(), ["wheel", "wheel"])
        # Neither the code nor the environment, which other instances share, has them.
        self.assertTrue(os.path.isfile(os.path.join(worker.folder, "extra-packages", "tiny.py")))

    def test_requirements_that_cannot_be_had(self):
        env = {"AZUREML_EXTRA_REQUIREMENTS_TXT": "requirements.txt"}
        self.refuse(ECHO, "BadArgument", "AZUREML_EXTRA_REQUIREMENTS_TXT", "'requirements.txt'", "file", env=env)
        files = {"score.py": ECHO, "requirements.txt": "./none-1.0-py3-none-any.whl\n"}
        worker = self.refuse(files, "BadArgument", "requirements.txt cannot be installed", env=env)
        self.assertIn("none-1.0-py3-none-any.whl", worker.log())

    def test_conda_file(self):
        for name in ("AZUREML_EXTRA_CONDA_YAML", "AZUREML_EXTRA_CONDA_YAML_ABS_PATH"):
            self.refuse(ECHO, "BadArgument", name, "conda file of the deployment's environment", env={name: "c.yml"})


def _write_wheel(folder):
    # The requirements name a wheel that is written here, so that no package index is asked.
    with zipfile.ZipFile(os.path.join(folder, _WHEEL), "w") as wheel:
        wheel.writestr("tiny.py", "NAME = 'wheel'\n")
        wheel.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        wheel.writestr("tiny-1.0.dist-info/WHEEL",
                       "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("tiny-1.0.dist-info/RECORD", "")


class DebuggerTest(WorkerCase):
    def test_waits_before_the_script_is_imported(self):
        files = {
            "score.py": "import debugpy\n\ndef init(): pass\n\ndef run(x): return debugpy.CALLS\n",
            "lib/debugpy.py": "CALLS = []\n"
                              "def connect(port): CALLS.append(['connect', port])\n"
                              "def wait_for_client(): CALLS.append(['wait'])\n",
        }
        env = {"AZUREML_DEBUG_PORT": "5678", "AZUREML_EXTRA_PYTHON_LIB_PATH": "lib"}
        self.assertEqual(self.start(files, env=env).ask().json(), [["connect", 5678], ["wait"]])

    def test_without_the_package(self):
        files = {"score.py": ECHO, "lib/debugpy.py": "raise ImportError('none')\n"}
        env = {"AZUREML_DEBUG_PORT": "5678", "AZUREML_EXTRA_PYTHON_LIB_PATH": "lib"}
        worker = self.start(files, env=env)
        self.assertIn("AZUREML_DEBUG_PORT is set, but the environment has no package debugpy", worker.log())

    def test_nobody_listens(self):
        files = {"score.py": ECHO, "lib/debugpy.py": "def connect(port): raise ConnectionRefusedError('no')\n"}
        env = {"AZUREML_DEBUG_PORT": "5678", "AZUREML_EXTRA_PYTHON_LIB_PATH": "lib"}
        self.refuse(files, "BadArgument", "AZUREML_DEBUG_PORT", "5678", "ConnectionRefusedError", env=env)

    def test_no_port(self):
        for value in ("vscode", "0", "70000"):
            self.refuse(ECHO, "BadArgument", "AZUREML_DEBUG_PORT", value, env={"AZUREML_DEBUG_PORT": value})


if __name__ == "__main__":
    unittest.main()
