"""The sample's script behind LitServe: one API server, one worker."""
import json
import sys

import litserve
import score


class Score(litserve.LitAPI):
    def setup(self, device):
        score.init()

    def predict(self, x):
        return score.run(json.dumps(x))


if __name__ == "__main__":
    server = litserve.LitServer(Score(api_path="/score"), accelerator="cpu", workers_per_device=1)
    server.run(
        host="127.0.0.1", port=int(sys.argv[1]), num_api_servers=1, log_level="warning", generate_client_file=False
    )
