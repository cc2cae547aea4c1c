"""The sample's script behind Ray Serve: one replica, one proxy."""
import signal
import sys

import ray
import score
from ray import serve
from starlette.requests import Request


@serve.deployment(num_replicas=1, max_ongoing_requests=16)
class Score:
    def __init__(self):
        score.init()

    async def __call__(self, request: Request):
        return score.run(await request.body())


if __name__ == "__main__":
    ray.init(num_cpus=2, include_dashboard=False, configure_logging=False)
    serve.start(http_options={"host": "127.0.0.1", "port": int(sys.argv[1])})
    serve.run(Score.bind(), route_prefix="/score")
    signal.sigwait([signal.SIGTERM])
    ray.shutdown()
