"""Starts workers that collect into a folder of the test, and reads what they left there."""
import glob
import json
import os
import shutil
import tempfile

from rig import WorkerCase, eventually

ECHO = """
    import json, os

    def init():
        pass

    def run(raw_data):
        asked = json.loads(raw_data) if raw_data else None
        if asked == "door":
            return {name: os.environ[name] for name in os.environ if name.startswith("AZUREML_MDC_")}
        if asked == "crash":
            os._exit(7)
        return asked
"""
SOURCE = "/subscriptions/s/resourceGroups/g/providers/x/deployments/blue"


class CollectorCase(WorkerCase):
    """Starts workers that collect into their own folder."""

    def collecting(self, files=ECHO, names=("request", "response"), rate=1.0, env=None, worker_count=1, **more):
        folder = self.folder()
        collections = {
            name: {"rate": rate, "folder": os.path.join(folder, name), "uri": "azureml://store/" + name} for name in names
        }
        order = dict({"source": SOURCE, "rolling": "hour", "collections": collections}, **more)
        self.kept = folder
        return self.start(files, env, collector=order, worker_count=worker_count)

    def folder(self):
        folder = tempfile.mkdtemp(prefix="teal-collected-")
        self.addCleanup(shutil.rmtree, folder, True)
        return folder

    def files(self, name, pattern="*/*/*/*/*.jsonl"):
        return sorted(glob.glob(os.path.join(self.kept, name, pattern)))

    def events(self, name, **where):
        found = []
        for path in self.files(name, **where):
            with open(path, encoding="utf-8") as file:
                found += [json.loads(each) for each in file if each.endswith("\n")]
        return found

    def awaited(self, name, count, **where):
        eventually(lambda: len(self.events(name, **where)) >= count, "{} events of {}".format(count, name))
        found = self.events(name, **where)
        self.assertEqual(len(found), count)
        return found

    def status(self, worker):
        try:
            with open(os.path.join(worker.folder, "collector.json"), encoding="ascii") as file:
                return json.load(file)
        except OSError:
            return {"events": {}, "drops": {}, "sampledOut": {}}


def read_file(path):
    with open(path, "rb") as file:
        return file.read()


def write_file(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)
