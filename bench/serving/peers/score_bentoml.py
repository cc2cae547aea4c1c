"""The sample's script behind BentoML: a service with one API, run by `bentoml serve`."""
import json

import bentoml
import score


@bentoml.service(workers=1)
class Score:
    def __init__(self):
        score.init()

    @bentoml.api(route="/score")
    def score(self, data: list[list[float]]) -> list[float]:
        return score.run(json.dumps({"data": data}))
