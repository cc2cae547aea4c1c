"""How requests spread over the processes of one worker, while clients keep their connections."""
import os
import threading
import unittest

from rig import DEADLINE_S, WorkerCase, write

_CHILDREN = 4
# "hold NAME" returns once the file is there; "meet NAME" once all children are at it at the same time, and tells
# whether that came true.
_MEETS = """
    import os, time

    def init():
        pass

    def run(raw_data):
        word, _, name = raw_data.partition(" ")
        if word == "sleep":
            time.sleep(float(name))
        while word == "hold" and not os.path.exists(name):
            time.sleep(0.005)
        if word != "meet":
            return os.getpid()
        os.makedirs(name, exist_ok=True)
        open(os.path.join(name, str(os.getpid())), "w").close()
        until = time.monotonic() + 20
        while time.monotonic() < until:
            if len(os.listdir(name)) == 4:
                return True
            time.sleep(0.005)
        return False
"""


class Pool:
    """Keeps connections as the router does: the last one given back is the first one taken."""

    def __init__(self, worker):
        self._worker = worker
        self._kept = []
        self._lock = threading.Lock()

    def __len__(self):
        return len(self._kept)

    def ask(self, body):
        """What run() returned."""
        with self._lock:
            connection = self._kept.pop() if self._kept else self._worker.connect()
        reply = self._worker.ask(body=body, connection=connection)
        if reply.headers.get("connection") == "close":
            connection.close()
        else:
            with self._lock:
                self._kept.append(connection)
        return reply.json()

    def together(self, bodies):
        """Ask for all of them at once; the results in their order."""
        results = [None] * len(bodies)

        def ask(place):
            results[place] = self.ask(bodies[place])

        threads = [threading.Thread(target=ask, args=(place,)) for place in range(len(bodies))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(DEADLINE_S)
        return results

    def close(self):
        for connection in self._kept:
            connection.close()


class KeptConnectionsTest(WorkerCase):
    def pools(self, worker, count):
        """As many pools as the router has processes, none of which knows of the other."""
        pools = [Pool(worker) for _ in range(count)]
        for pool in pools:
            self.addCleanup(pool.close)
        return pools

    def test_a_running_request_holds_nobody_up(self):
        worker = self.start(_MEETS, worker_count=_CHILDREN)
        busy, pool = self.pools(worker, 2)
        for each in (busy, pool):
            each.together([b"sleep 0.2"] * 8)
        path = os.path.join(worker.code, "go")
        held = threading.Thread(target=busy.ask, args=(b"hold go",))
        held.start()
        self.addCleanup(held.join, DEADLINE_S)
        self.addCleanup(write, path, "")
        self.assertNotIn(None, pool.together([b""] * 8))
        self.assertFalse(os.path.exists(path))

    def test_slow_requests_find_the_idle_children(self):
        worker = self.start(_MEETS, worker_count=_CHILDREN)
        first, second = self.pools(worker, 2)
        for pool in (first, second):
            pool.together([b"sleep 0.2"] * 6)
        for number in range(10):
            bodies = [b"meet %d" % number] * _CHILDREN
            results = [None, None]

            def ask(side, pool, part):
                results[side] = pool.together(part)

            other = threading.Thread(target=ask, args=(0, first, bodies[:2]))
            other.start()
            ask(1, second, bodies[2:])
            other.join(DEADLINE_S)
            self.assertEqual(results, [[True, True], [True, True]], "round {}".format(number))

    def test_quick_requests_keep_their_connections(self):
        worker = self.start(_MEETS, worker_count=_CHILDREN)
        (pool,) = self.pools(worker, 1)
        pool.together([b""] * 8)
        self.assertGreater(len(pool), 0)

    def test_one_process_keeps_connections_of_slow_requests(self):
        worker = self.start(_MEETS)
        (pool,) = self.pools(worker, 1)
        for _ in range(3):
            pool.ask(b"sleep 0.2")
        self.assertEqual(len(pool), 1)


if __name__ == "__main__":
    unittest.main()
