"""The sample's script behind MLServer: a model with a route of its own for the same bodies, no V2 envelope."""
import json
import os
import sys

import score
from mlserver import MLModel
from mlserver.handlers import custom_handler
from starlette.requests import Request
from starlette.responses import Response


class Score(MLModel):
    async def load(self):
        score.init()
        return True

    @custom_handler(rest_path="/score")
    async def score(self, request: Request) -> Response:
        return Response(json.dumps(score.run(await request.body())), media_type="application/json")


def write(folder, ports):
    """The two files that `mlserver start FOLDER` reads; no pool of processes, which would be slower for one model."""
    http, grpc, metrics = ports
    settings = {
        "host": "127.0.0.1", "http_port": http, "grpc_port": grpc, "metrics_port": metrics, "parallel_workers": 0,
        "debug": False,
    }
    for name, content in (
        ("settings.json", settings),
        ("model-settings.json", {"name": "bench", "implementation": "score_mlserver.Score"}),
    ):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            json.dump(content, file)


if __name__ == "__main__":
    write(sys.argv[1], [int(port) for port in sys.argv[2:5]])
    os.execv(os.path.join(os.path.dirname(sys.executable), "mlserver"), ["mlserver", "start", sys.argv[1]])
