"""Starts real workers for the tests and talks to them over real Unix sockets."""
import http.client
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
import unittest

WORKER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "teal_worker")
DEADLINE_S = 30.0

ECHO = """
    def init():
        pass

    def run(raw_data):
        return raw_data
"""


class UnixConnection(http.client.HTTPConnection):
    """http.client over a Unix socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=DEADLINE_S)
        self._path = path

    def connect(self):
        self.sock = dial(self._path)


class Reply:
    """A response read to its end."""

    def __init__(self, response):
        self.status = response.status
        self.body = response.read()
        self.headers = {name.lower(): value for name, value in response.getheaders()}

    def json(self):
        return json.loads(self.body.decode("utf-8"))


class Worker:
    """One worker process with its own folder."""

    def __init__(self, files, env=None, flags=(), prepare=None, **config):
        self.folder = tempfile.mkdtemp(prefix="teal-worker-")
        self.code = os.path.join(self.folder, "code")
        self.models = os.path.join(self.folder, "models")
        os.makedirs(self.models)
        files = files if isinstance(files, dict) else {"score.py": files}
        for name, text in files.items():
            write(os.path.join(self.code, name), textwrap.dedent(text))
        if prepare is not None:
            prepare(self.code)
        self.socket = os.path.join(self.folder, "scoring.sock")
        self.health_socket = os.path.join(self.folder, "health.sock")
        self._log_path = os.path.join(self.folder, "log.txt")
        self._reader, writer = os.pipe()
        config_path = os.path.join(self.folder, "config.json")
        write(config_path, json.dumps(self._config(writer, config)))
        with open(self._log_path, "ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *flags, "-u", WORKER, config_path],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                pass_fds=(writer,),
                env=_environment(env),
                cwd=self.folder,
            )
        os.close(writer)
        self._notices = b""

    def _config(self, writer, changes):
        config = {
            "instance_id": "i-test",
            "socket": self.socket,
            "health_socket": self.health_socket,
            "app_root": self.code,
            "entry_script": "score.py",
            "model_dir": self.models,
            "worker_count": 1,
            "ready_fd": writer,
            "server_version": "teal/test",
            "max_body_bytes": 1 << 30,
            "limits": {"memory_bytes": None, "cpus": None},
        }
        config.update(changes)
        return config

    def notice(self):
        """The next event, or None at the end of the pipe."""
        until = time.monotonic() + DEADLINE_S
        while b"\n" not in self._notices:
            if not select.select([self._reader], [], [], max(0.0, until - time.monotonic()))[0]:
                raise AssertionError("no notice in time; log:\n" + self.log())
            received = os.read(self._reader, 4096)
            if not received:
                return None
            self._notices += received
        line, _, self._notices = self._notices.partition(b"\n")
        return json.loads(line.decode("utf-8"))

    def connect(self):
        """A new http.client connection to the scoring socket."""
        return UnixConnection(self.socket)

    def dial(self):
        """A new raw connection to the scoring socket."""
        return dial(self.socket)

    def ask(self, method="POST", path="/score", body=None, headers=None, connection=None):
        """One request; on a connection of its own unless one is given."""
        own = connection is None
        connection = connection or self.connect()
        try:
            fields = dict({"Content-Type": "application/json"}, **(headers or {}))
            connection.request(method, path, body, fields)
            return Reply(connection.getresponse())
        finally:
            if own:
                connection.close()

    def health(self):
        """One request to the health socket."""
        connection = UnixConnection(self.health_socket)
        try:
            connection.request("GET", "/")
            return Reply(connection.getresponse())
        finally:
            connection.close()

    def log(self):
        """Everything logged so far."""
        with open(self._log_path, encoding="utf-8", errors="replace") as file:
            return file.read()

    def children(self):
        """Process ids of the master's children."""
        with open("/proc/{0}/task/{0}/children".format(self.process.pid), encoding="ascii") as file:
            return [int(pid) for pid in file.read().split()]

    def terminate(self):
        """Ask for a drain and return the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def wait(self):
        """The exit code, within the deadline."""
        return self.process.wait(DEADLINE_S)

    def close(self):
        """End the worker whatever its state and remove its folder."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(DEADLINE_S)
        os.close(self._reader)
        shutil.rmtree(self.folder, ignore_errors=True)


class WorkerCase(unittest.TestCase):
    """A test that starts workers of its own."""

    def launch(self, files=ECHO, env=None, **config):
        """A worker in whatever state it gets into."""
        worker = Worker(files, env, **config)
        self.addCleanup(worker.close)
        return worker

    def start(self, files=ECHO, env=None, **config):
        """A worker that is ready."""
        worker = self.launch(files, env, **config)
        notice = worker.notice()
        self.assertEqual((notice or {}).get("event"), "ready", worker.log())
        return worker

    def refuse(self, files, code, *words, **config):
        """A worker that must not start; returns it after checking code and message."""
        worker = self.launch(files, **config)
        notice = worker.notice()
        self.assertEqual((notice["event"], notice["code"]), ("failed", code), notice)
        for word in words:
            self.assertIn(word, notice["message"])
        self.assertEqual(worker.wait(), 3)
        return worker


class SharedWorkerCase(WorkerCase):
    """Tests that share one worker, made from the class attributes."""

    files = ECHO
    env = None
    config = {}

    @classmethod
    def setUpClass(cls):
        cls.worker = Worker(cls.files, cls.env, **cls.config)
        cls.addClassCleanup(cls.worker.close)
        notice = cls.worker.notice()
        if (notice or {}).get("event") != "ready":
            raise AssertionError("not ready: {}\n{}".format(notice, cls.worker.log()))

    def ask(self, *arguments, **keywords):
        """One request to the shared worker."""
        return self.worker.ask(*arguments, **keywords)


def eventually(condition, what):
    """Wait until `condition()` is true."""
    until = time.monotonic() + DEADLINE_S
    while time.monotonic() < until:
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("did not happen in time: " + what)


def dial(path):
    """A connected Unix socket."""
    client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    client.settimeout(DEADLINE_S)
    try:
        client.connect(path)
    except OSError:
        client.close()
        raise
    return client


def read_reply(client, method="POST"):
    """Read one response from a raw socket."""
    response = http.client.HTTPResponse(client, method=method)
    response.begin()
    return Reply(response)


def alive(pid):
    """Whether a process runs; a zombie does not."""
    try:
        with open("/proc/{}/stat".format(pid), encoding="ascii", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def write(path, text):
    """Create a file and the folders above it."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def _environment(extra):
    names = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return dict(kept, **(extra or {}))


WHOSE_PID = """
    import os, signal, time

    def init():
        pass

    def run(raw_data):
        if raw_data == "crash":
            os._exit(7)
        if raw_data.startswith("sleep "):
            time.sleep(float(raw_data[6:]))
        return os.getpid()
"""


def post(body):
    return b"POST /score HTTP/1.1\r\nHost: t\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
