"""How the processes of one worker share what comes."""
import os
import signal
import socket
import time
import unittest

from rig import WHOSE_PID, WorkerCase, eventually, post, read_reply


class ShareTest(WorkerCase):
    def test_two_connections_land_on_two_children(self):
        worker = self.start(WHOSE_PID, worker_count=2)
        for _ in range(5):
            pids, connections = set(), [worker.connect(), worker.connect()]
            for connection in connections:
                self.addCleanup(connection.close)
                connection.connect()
            for connection in connections:
                pids.add(worker.ask(connection=connection).json())
            self.assertEqual(len(pids), 2)
            for connection in connections:
                connection.close()
            # Both children must have seen the ends before the next round counts connections.
            time.sleep(0.3)

    def test_who_has_just_been_let_in_is_not_joined_while_a_sibling_is_idle(self):
        worker = self.start(WHOSE_PID, worker_count=3)
        for _ in range(10):
            kept = [worker.connect(), worker.connect()]
            for connection in kept:
                worker.ask(connection=connection)
            clients = [worker.dial(), worker.dial()]
            # Both are let in before a request comes, so that only its being new tells a connection from those kept.
            time.sleep(0.05)
            for client in clients:
                client.sendall(post(b"sleep 0.05"))
            pids = {read_reply(client).json() for client in clients}
            for connection in kept + clients:
                connection.close()
            self.assertEqual(len(pids), 2)
            time.sleep(0.1)

    def test_an_idle_child_that_is_short_of_time_gets_its_share(self):
        worker = self.start(WHOSE_PID, worker_count=2)
        first, second = worker.connect(), worker.connect()
        for connection in (first, second):
            self.addCleanup(connection.close)
        pid = worker.ask(connection=first).json()
        (sibling,) = set(worker.children()) - {pid}
        os.kill(sibling, signal.SIGSTOP)
        second.connect()
        time.sleep(0.1)
        os.kill(sibling, signal.SIGCONT)
        self.assertEqual(worker.ask(connection=second).json(), sibling)

    def test_a_child_that_is_stuck_is_not_waited_for(self):
        worker = self.start(WHOSE_PID, worker_count=2)
        first = worker.connect()
        self.addCleanup(first.close)
        pid = worker.ask(connection=first).json()
        (sibling,) = set(worker.children()) - {pid}
        os.kill(sibling, signal.SIGSTOP)
        self.addCleanup(os.kill, sibling, signal.SIGCONT)
        self.assertEqual(worker.ask().json(), pid)

    def test_requests_run_side_by_side(self):
        worker = self.start(WHOSE_PID, worker_count=2)
        clients = [worker.dial(), worker.dial()]
        for client in clients:
            self.addCleanup(client.close)
            client.sendall(post(b"sleep 0.5"))
        self.assertEqual(len({read_reply(client).json() for client in clients}), 2)

    def test_connections_move_to_a_new_child(self):
        worker = self.start(WHOSE_PID, worker_count=2)
        pids = worker.children()
        os.kill(pids[0], signal.SIGKILL)
        connections = [worker.connect(), worker.connect()]
        for connection in connections:
            self.addCleanup(connection.close)
        survivors = {worker.ask(connection=connection).json() for connection in connections}
        self.assertLessEqual(survivors, set(pids[1:]) | set(worker.children()))
        eventually(lambda: len(worker.children()) == 2, "a new child")
        eventually(
            lambda: len({worker.ask(connection=connection).json() for connection in connections}) == 2,
            "both children have a connection",
        )

    def test_hundreds_may_wait_to_be_let_in(self):
        with open("/proc/sys/net/core/somaxconn") as limit:
            many = min(2000, int(limit.read()))
        worker = self.start(WHOSE_PID)
        [child] = worker.children()
        os.kill(child, signal.SIGSTOP)
        clients = []
        try:
            for _ in range(many):
                client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
                self.addCleanup(client.close)
                client.setblocking(False)
                client.connect(worker.socket)
                clients.append(client)
        finally:
            os.kill(child, signal.SIGCONT)
        clients[-1].setblocking(True)
        clients[-1].sendall(post(b""))
        self.assertEqual(read_reply(clients[-1]).json(), child)


if __name__ == "__main__":
    unittest.main()
