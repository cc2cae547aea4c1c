"""Starts the two servers with one script each, and stops them by their own process ids."""
import json
import os
import select
import socket
import subprocess
import time

_START_S = 60.0
_REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
_WORKER = os.path.join(_REPOSITORY, "worker", "teal_worker")


class NotStarted(Exception):
    """The server refused the script; the text is the end of its log."""


class Server:
    """A running server: `connect()` gives a socket to it."""

    def __init__(self, process, address, log_path):
        self._process = process
        self._address = address
        self.log_path = log_path

    def connect(self):
        """A new connection."""
        family = socket.AF_UNIX if isinstance(self._address, str) else socket.AF_INET
        client = socket.socket(family, socket.SOCK_STREAM)
        client.settimeout(30)
        client.connect(self._address)
        return client

    def stop(self):
        """End the process, and with it its children."""
        if self._process.poll() is None:
            self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)


def start_reference(python, folder, code, env):
    """Azure's server on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [python, "-m", "azureml_inference_server_http", "--entry_script", "score.py", "--port", str(port)]
    process, log_path = _spawn(command, folder, "reference", code, dict(env, AML_APP_ROOT=code))
    server = Server(process, ("127.0.0.1", port), log_path)
    until = time.monotonic() + _START_S
    while time.monotonic() < until and process.poll() is None:
        if "ready for serving traffic" in _tail(log_path):
            try:
                server.connect().close()
                return server
            except OSError:
                pass
        time.sleep(0.02)
    server.stop()
    raise NotStarted(_tail(log_path))


def start_worker(command, folder, code, env, flavour):
    """Our worker on a Unix socket."""
    reader, writer = os.pipe()
    path = os.path.join(folder, flavour + ".sock")
    config = {
        "socket": path, "health_socket": path + ".health", "app_root": code, "entry_script": "score.py",
        "worker_count": 1, "ready_fd": writer, "server_version": "teal/conformance",
    }
    config_path = os.path.join(folder, flavour + ".json")
    with open(config_path, "w", encoding="utf-8") as file:
        json.dump(config, file)
    process, log_path = _spawn(
        command + ["-u", _WORKER, config_path], folder, flavour, code, env, pass_fds=(writer,)
    )
    os.close(writer)
    server = Server(process, path, log_path)
    with os.fdopen(reader) as notices:
        told = select.select([notices], [], [], _START_S)[0]
        notice = json.loads(notices.readline() or "{}") if told else {}
    if notice.get("event") != "ready":
        server.stop()
        raise NotStarted("{}\n{}".format(notice, _tail(log_path)))
    return server


def _spawn(command, folder, name, code, env, **options):
    log_path = os.path.join(folder, name + ".log")
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    with open(log_path, "wb") as log:
        process = subprocess.Popen(
            command, cwd=code, env=dict(kept, **env), stdin=subprocess.DEVNULL, stdout=log, stderr=log, **options
        )
    return process, log_path


def _tail(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()[-4000:]
