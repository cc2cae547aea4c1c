"""Crashes, signals, draining, orphans."""
import os
import signal
import socket
import threading
import time
import unittest

from rig import WHOSE_PID, WorkerCase, alive, eventually, post, read_reply


class CrashTest(WorkerCase):
    def test_crashed_child_is_replaced(self):
        worker = self.start(WHOSE_PID)
        first = worker.ask().json()
        with self.assertRaises((ConnectionError, OSError)):
            worker.ask(body=b"crash")
        # Connections made meanwhile wait in the queue of the socket.
        second = worker.ask().json()
        self.assertNotEqual(first, second)
        self.assertEqual(worker.health().status, 200)
        self.assertIn("exit code 7", worker.log())

    def test_endless_crashes_end_the_instance(self):
        script = """
            import os

            def init():
                if os.path.exists("started"):
                    os._exit(1)
                open("started", "w").close()

            def run(raw_data):
                os._exit(1)
        """
        worker = self.start(script)
        with self.assertRaises((ConnectionError, OSError)):
            worker.ask()
        self.assertEqual(worker.process.wait(60), 1)
        self.assertFalse(os.path.exists(worker.socket))

    def test_siblings_go_on(self):
        worker = self.start(WHOSE_PID, worker_count=2)
        pids = worker.children()
        os.kill(pids[0], signal.SIGKILL)
        for _ in range(10):
            self.assertEqual(worker.ask().status, 200)
        eventually(lambda: len(worker.children()) == 2 and pids[0] not in worker.children(), "a new child")


class DrainTest(WorkerCase):
    def test_running_and_waiting_requests_are_answered(self):
        worker = self.start(WHOSE_PID)
        running, waiting, idle = worker.dial(), worker.dial(), worker.dial()
        for client in (running, waiting, idle):
            self.addCleanup(client.close)
        idle.sendall(post(b""))
        self.assertEqual(read_reply(idle).status, 200)
        running.sendall(post(b"sleep 1"))
        time.sleep(0.1)
        waiting.sendall(post(b""))
        worker.process.send_signal(signal.SIGTERM)
        for client in (running, waiting):
            reply = read_reply(client)
            self.assertEqual((reply.status, reply.headers["connection"]), (200, "close"))
            self.assertEqual(client.recv(1), b"")
        self.assertEqual(idle.recv(1), b"")
        self.assertEqual(worker.wait(), 0)
        self.assertFalse(os.path.exists(worker.socket))

    def test_half_sent_request_is_answered(self):
        worker = self.start(WHOSE_PID)
        client = worker.dial()
        self.addCleanup(client.close)
        whole = post(b"x" * 1000)
        client.sendall(whole[:500])
        time.sleep(0.1)
        worker.process.send_signal(signal.SIGTERM)
        eventually(lambda: not os.path.exists(worker.socket), "the drain begins")
        client.sendall(whole[500:])
        self.assertEqual(read_reply(client).status, 200)
        self.assertEqual(worker.wait(), 0)

    def test_pipelined_requests_are_all_answered(self):
        worker = self.start(WHOSE_PID)
        client = worker.dial()
        self.addCleanup(client.close)
        client.sendall(post(b"sleep 0.5") + post(b"") * 3)
        time.sleep(0.1)
        worker.process.send_signal(signal.SIGTERM)
        received = b""
        while True:
            part = client.recv(65536)
            if not part:
                break
            received += part
        self.assertEqual(received.count(b"HTTP/1.1 200 OK"), 4)
        self.assertEqual(received.count(b"Connection: close"), 1)
        self.assertEqual(worker.wait(), 0)

    def test_large_answer_is_sent_to_its_end(self):
        worker = self.start("def init(): pass\n\ndef run(x):\n    return 'x' * 5000000\n")
        client = worker.dial()
        self.addCleanup(client.close)
        client.sendall(post(b""))
        time.sleep(0.3)
        worker.process.send_signal(signal.SIGTERM)
        time.sleep(0.1)
        self.assertEqual(len(read_reply(client).json()), 5000000)
        self.assertEqual(worker.wait(), 0)

    def test_signal_to_the_whole_group_drains_too(self):
        worker = self.start(WHOSE_PID, worker_count=2)
        client = worker.dial()
        self.addCleanup(client.close)
        client.sendall(post(b"sleep 0.5"))
        time.sleep(0.1)
        for pid in worker.children() + [worker.process.pid]:
            os.kill(pid, signal.SIGTERM)
        self.assertEqual(read_reply(client).status, 200)
        self.assertEqual(worker.wait(), 0)

    def test_second_term_ends_at_once(self):
        worker = self.start(WHOSE_PID)
        client = worker.dial()
        self.addCleanup(client.close)
        client.sendall(post(b"sleep 60"))
        time.sleep(0.1)
        worker.process.send_signal(signal.SIGTERM)
        eventually(lambda: not os.path.exists(worker.socket), "the drain begins")
        pids = worker.children()
        worker.process.send_signal(signal.SIGTERM)
        worker.wait()
        self.assertFalse(any(map(alive, pids)))

    def test_term_while_starting(self):
        worker = self.launch("import time\n\ndef init():\n    time.sleep(60)\n\ndef run(x): pass\n")
        eventually(lambda: os.path.exists(worker.health_socket), "the worker runs")
        self.assertEqual(worker.terminate(), 0)
        self.assertIsNone(worker.notice())

    def test_atexit_functions_run(self):
        script = """
            import atexit

            def init():
                atexit.register(print, "said goodbye")

            def run(raw_data):
                pass
        """
        worker = self.start(script)
        self.assertEqual(worker.terminate(), 0)
        self.assertIn("said goodbye", worker.log())

    def test_no_request_is_lost_under_load(self):
        worker = self.start(WHOSE_PID, worker_count=2)
        stop = threading.Event()
        failures = []

        def client():
            # Connections that are refused outright are what a router sends elsewhere.
            while not stop.is_set():
                try:
                    sock = worker.dial()
                except OSError:
                    return
                try:
                    sock.sendall(post(b""))
                    if read_reply(sock).status != 200:
                        failures.append("status")
                except (OSError, ValueError) as error:
                    failures.append(repr(error))
                finally:
                    sock.close()

        threads = [threading.Thread(target=client) for _ in range(4)]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        self.assertEqual(worker.terminate(), 0)
        stop.set()
        for thread in threads:
            thread.join()
        # A broken pipe means that the connection closed before a byte of the request was taken.
        self.assertEqual([each for each in failures if "BrokenPipe" not in each], [])


class SignalTest(WorkerCase):
    def test_hangup_and_interrupt_are_ignored(self):
        worker = self.start(WHOSE_PID)
        before = worker.children()
        for pid in [worker.process.pid] + before:
            os.kill(pid, signal.SIGHUP)
            os.kill(pid, signal.SIGINT)
        self.assertEqual(worker.ask().json(), before[0])

    def test_children_follow_a_killed_master(self):
        worker = self.start(WHOSE_PID, worker_count=2)
        busy = worker.dial()
        self.addCleanup(busy.close)
        busy.sendall(post(b"sleep 60"))
        time.sleep(0.1)
        pids = worker.children()
        self.assertEqual(len(pids), 2)
        worker.process.kill()
        worker.wait()
        eventually(lambda: not any(map(alive, pids)), "the children end")
        with self.assertRaises(OSError):
            worker.dial()

    def test_forked_process_of_a_script_can_be_terminated(self):
        script = """
            import multiprocessing
            import time

            def init():
                pass

            def work(started):
                started.set()
                time.sleep(60)

            def run(raw_data):
                context = multiprocessing.get_context("fork")
                started = context.Event()
                process = context.Process(target=work, args=(started,))
                process.start()
                started.wait(20)
                process.terminate()
                process.join(20)
                return process.exitcode
        """
        worker = self.start(script)
        self.assertEqual(worker.ask().json(), -signal.SIGTERM)
        self.assertEqual(worker.ask().status, 200)


if __name__ == "__main__":
    unittest.main()
