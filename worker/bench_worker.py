"""Measures what the worker itself costs per request, all but run().

    python bench_worker.py [--requests N] [--connections N[,N...]] [--body BYTES]

One child with a trivial script, keep-alive clients on its Unix socket, once with a program's short head and
once with the fields that a browser sends and the router forwards. The child's CPU time (user and system, from
/proc) divided by the number of requests is the figure that matters: on a small machine the round trip
includes the client and the scheduler. With one connection the child also sleeps and wakes for each request;
with several it does not, which leaves the cost of the worker itself.
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
_OWN = "host: localhost\r\nx-request-id: 6f1b8f52-5d6f-4c38-9f8e-0d6d3f0b2c11\r\n"
_HEADS = {
    "short": "Content-Type: application/json\r\nAccept: */*\r\nUser-Agent: bench\r\n",
    "browser": (
        "sec-ch-ua-platform: \"Linux\"\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like "
        "Gecko) Chrome/140.0.0.0 Safari/537.36\r\nAccept: application/json, text/plain, */*\r\nsec-ch-ua: \"Chromium\";"
        "v=\"140\", \"Not=A?Brand\";v=\"24\"\r\nContent-Type: application/json\r\nsec-ch-ua-mobile: ?0\r\nOrigin: "
        "https://models.example\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n"
        "Referer: https://models.example/\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: "
        "en-GB,en;q=0.9\r\n"
    ),
}


def main():
    """Run the measurement and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=20000)
    parser.add_argument("--connections", type=_counts, default=(1, 16, 64))
    parser.add_argument("--body", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        master, path = _start(folder)
        try:
            _measure(master, path, options)
        finally:
            master.terminate()
            master.wait(10)


def _counts(text):
    return tuple(int(each) for each in text.split(","))


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
    print("python {}".format(sys.version.split()[0]))
    child = _child_of(master.pid)
    for head, fields in _HEADS.items():
        for count in options.connections:
            _measure_one(child, path, "{} head".format(head), _wire(fields, options.body), count, options.requests)


def _wire(fields, body):
    head = "POST /score HTTP/1.1\r\n{}Content-Length: {}\r\n{}\r\n".format(fields, body, _OWN)
    return head.encode("ascii") + b"x" * body


def _measure_one(child, path, title, wire, count, requests):
    clients = [_connect(path) for _ in range(count)]
    _exchange(clients, wire, 1000)
    cpu_before = _cpu_seconds(child)
    laps = sorted(_exchange(clients, wire, requests))
    cpu = _cpu_seconds(child) - cpu_before
    for client in clients:
        client.close()
    done = len(laps) * count
    print("{}, {} connection(s)".format(title, count))
    print("  CPU per request   {:.1f} us".format(cpu / done * 1e6))
    print("  round p50, p99    {:.1f} us, {:.1f} us".format(_part(laps, 50), _part(laps, 99)))
    print("  requests/s        {:.0f}".format(done / sum(laps)))


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
