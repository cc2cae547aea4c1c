"""Real workers that serve models without a scoring script."""
import json
import os
import subprocess
import sys
import tempfile

_HERE = os.path.dirname(os.path.abspath(__file__))
_WORKER = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(_HERE))), "worker")
sys.path.insert(0, os.path.join(_WORKER, "tests"))

import rig  # noqa: E402

# These packages take seconds to import, and minutes on a machine that is busy with other suites.
rig.DEADLINE_S = 180.0
_SCRIPTS = os.path.join(_WORKER, "teal_worker", "_teal_worker", "no_code")
_made = {}


def models(kind):
    """The folder of the models that `{kind}_models.py` writes, made once."""
    if kind not in _made:
        _made[kind] = tempfile.TemporaryDirectory(prefix="teal-models-")
        program = os.path.join(_HERE, kind + "_models.py")
        subprocess.run([sys.executable, program, _made[kind].name], check=True, stderr=subprocess.PIPE)
    return _made[kind].name


class ServingCase(rig.WorkerCase):
    """Tests of one kind of model. `model` is the one that all tests of a class share, if any."""

    kind = None
    model = None

    @classmethod
    def setUpClass(cls):
        if cls.model is not None:
            case = cls()
            # First, so that a worker that does not get ready is ended too.
            cls.addClassCleanup(case.doCleanups)
            cls.worker = case.served(cls.model)

    def served(self, model, env=None, **config):
        """A worker that serves a model of `models()`, or of a path."""
        return self.start({"nothing.txt": ""}, **self._config(model, env, config))

    def not_served(self, model, *words, code="BadArgument", env=None):
        """A worker that must refuse a model, with these words."""
        return self.refuse({"nothing.txt": ""}, code, *words, **self._config(model, env, {}))

    def _config(self, model, env, config):
        path = os.path.join(models(self.kind), model)
        script = os.path.join(_SCRIPTS, self.kind + "_score.py")
        return dict(entry_script=script, model_dir=path, env=dict({"AZUREML_MODEL_DIR": path}, **(env or {})), **config)

    def score(self, body, worker=None):
        """The answer to a body that is scored."""
        reply = (worker or self.worker).ask(body=json.dumps(body))
        self.assertEqual(reply.status, 200, reply.body)
        return reply.json()

    def misfit(self, body, status, *words):
        """A body that must be refused, with these words and no trace."""
        reply = self.worker.ask(body=json.dumps(body))
        self.assertEqual((reply.status, list(reply.json())), (status, ["message"]), reply.body)
        self.assertEqual(reply.headers["x-ms-run-function-failed"], str(status >= 500))
        for word in words:
            self.assertIn(word, reply.json()["message"])
        self.assertNotIn("Traceback", reply.json()["message"])

    def schemas(self, version):
        """ServiceInput and ServiceOutput of the swagger in a version."""
        document = self.worker.ask("GET", "/swagger.json?version={}".format(version)).json()
        found = document["definitions"] if version == 2 else document["components"]["schemas"]
        return found["ServiceInput"], found["ServiceOutput"]
