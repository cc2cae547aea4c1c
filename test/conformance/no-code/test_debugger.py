"""AZUREML_DEBUG_PORT with the real debugpy: its adapter listens, as an editor has it do, and the worker connects."""
import json
import socket
import subprocess
import sys

from serving import rig

_SCRIPT = """
    import debugpy

    ATTACHED = debugpy.is_client_connected()

    def init():
        pass

    def run(raw_data):
        return ATTACHED
"""


class Editor:
    """The part of an editor that waits for a program to debug: messages of the debug adapter protocol."""

    def __init__(self):
        self._adapter = subprocess.Popen(
            [sys.executable, "-m", "debugpy.adapter"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._count = 0

    def request(self, command, arguments):
        """Send a request; its answer is not waited for."""
        self._count += 1
        message = {"seq": self._count, "type": "request", "command": command, "arguments": arguments}
        body = json.dumps(message).encode("utf-8")
        self._adapter.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._adapter.stdin.flush()

    def wait(self, event):
        """Read messages until this event comes."""
        while True:
            size = 0
            for line in iter(self._adapter.stdout.readline, b"\r\n"):
                if not line:
                    raise AssertionError("the adapter ended before {}".format(event))
                name, _, value = line.partition(b":")
                size = int(value) if name.lower() == b"content-length" else size
            message = json.loads(self._adapter.stdout.read(size).decode("utf-8"))
            if message.get("success") is False:
                raise AssertionError(message)
            if message.get("event") == event:
                return

    def close(self):
        """End the adapter."""
        self._adapter.kill()
        self._adapter.communicate()


class DebuggerTest(rig.WorkerCase):
    def test_the_script_is_imported_under_the_debugger(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        editor = Editor()
        self.addCleanup(editor.close)
        editor.request("initialize", {"adapterID": "test"})
        editor.request("attach", {"listen": {"host": "127.0.0.1", "port": port}})
        editor.wait("debugpyWaitingForServer")
        worker = self.launch(_SCRIPT, env={"AZUREML_DEBUG_PORT": str(port)})
        editor.wait("initialized")
        editor.request("configurationDone", {})
        self.assertEqual(worker.notice()["event"], "ready", worker.log())
        self.assertIs(worker.ask(body=b"x").json(), True)

    def test_nobody_listens(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = str(taken.getsockname()[1])
            self.refuse(_SCRIPT, "BadArgument", "AZUREML_DEBUG_PORT", port, env={"AZUREML_DEBUG_PORT": port})
