"""Measures what the worker itself costs per request, all but run().

    python bench_worker.py [--requests N] [--connections N] [--body BYTES]

One child with a trivial script, keep-alive clients on its Unix socket. The child's CPU time (user and
system, from /proc) divided by the number of requests is the figure that matters: on a small machine the
round trip includes the client and the scheduler. With one connection the child also sleeps and wakes
for each request; with several it does not, which leaves the cost of the worker itself.
"""
import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time

_HERE = os.path.dirname(os.path.abspath(__file__))
_SCRIPT = "def init():\n    pass\n\n\ndef run(raw_data):\n    return None\n"
_FIELDS = (
    "Host: localhost\r\nContent-Type: application/json\r\nAccept: */*\r\nUser-Agent: bench\r\n"
    "x-request-id: 6f1b8f52-5d6f-4c38-9f8e-0d6d3f0b2c11\r\nx-forwarded-for: 127.0.0.1\r\n"
)


def main():
    """Run the measurement and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=20000)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--body", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        master, path = _start(folder)
        try:
            _measure(master, path, options)
        finally:
            master.terminate()
            master.wait(10)


def _start(folder):
    with open(os.path.join(folder, "score.py"), "w", encoding="utf-8") as file:
        file.write(_SCRIPT)
    reader, writer = os.pipe()
    path = os.path.join(folder, "scoring.sock")
    config = {
        "socket": path,
        "health_socket": os.path.join(folder, "health.sock"),
        "app_root": folder,
        "entry_script": "score.py",
        "worker_count": 1,
        "ready_fd": writer,
        "server_version": "bench",
    }
    config_path = os.path.join(folder, "config.json")
    with open(config_path, "w", encoding="utf-8") as file:
        json.dump(config, file)
    command = [sys.executable, "-u", os.path.join(_HERE, "teal_worker"), config_path]
    with open(os.path.join(folder, "log.txt"), "ab") as log:
        master = subprocess.Popen(command, stderr=log, pass_fds=(writer,))
    os.close(writer)
    with os.fdopen(reader) as notices:
        notices.readline()
    return master, path


def _measure(master, path, options):
    body = b"x" * options.body
    request = "POST /score HTTP/1.1\r\n{}Content-Length: {}\r\n\r\n".format(_FIELDS, len(body))
    wire = request.encode("ascii") + body
    print("python {}".format(sys.version.split()[0]))
    child = _child_of(master.pid)
    for count in (1, options.connections):
        clients = [_connect(path) for _ in range(count)]
        _exchange(clients, wire, 1000)
        cpu_before = _cpu_seconds(child)
        laps = sorted(_exchange(clients, wire, options.requests))
        cpu = _cpu_seconds(child) - cpu_before
        for client in clients:
            client.close()
        _report(count, laps, cpu)


def _report(count, laps, cpu):
    requests = len(laps) * count
    print("{} connection(s)".format(count))
    print("  CPU per request   {:.1f} us".format(cpu / requests * 1e6))
    print("  round p50, p99    {:.1f} us, {:.1f} us".format(_part(laps, 50), _part(laps, 99)))
    print("  requests/s        {:.0f}".format(requests / sum(laps)))


def _part(laps, percent):
    return laps[len(laps) * percent // 100] * 1e6


def _connect(path):
    client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    client.connect(path)
    return client


def _exchange(clients, wire, requests):
    """Time rounds of one request per client."""
    laps = []
    for _ in range(requests // len(clients)):
        began = time.perf_counter()
        for client in clients:
            client.sendall(wire)
        for client in clients:
            client.recv(65536)
        laps.append(time.perf_counter() - began)
    return laps


def _child_of(pid):
    with open("/proc/{0}/task/{0}/children".format(pid), encoding="ascii") as file:
        return int(file.read().split()[0])


def _cpu_seconds(pid):
    with open("/proc/{}/schedstat".format(pid), encoding="ascii") as file:
        return int(file.read().split()[0]) / 1e9


if __name__ == "__main__":
    main()
