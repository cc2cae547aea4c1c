"""Custom collections: the local door that azureml-ai-monitoring posts to, and what scripts are told of it."""
import base64
import http.client
import json
import unittest

from collecting import SOURCE, CollectorCase, eventually
from rig import DEADLINE_S


class CustomTest(CollectorCase):
    def door(self, worker):
        """(host, port, headers) as the package makes them of the variables."""
        seen = worker.ask(body=b'"door"').json()
        credential, _, host = seen["AZUREML_MDC_HOST"].rpartition("@")
        with open(seen["AZUREML_MDC_CONFIG_PATH"], encoding="utf-8") as file:
            self.config = json.load(file)
        token = "Basic " + base64.b64encode(credential.encode()).decode()
        return host, int(seen["AZUREML_MDC_PORT"]), {"Authorization": token}

    def post(self, door, name, body, path="/modeldata/log", **headers):
        host, port, own = door
        connection = http.client.HTTPConnection(host, port, timeout=DEADLINE_S)
        try:
            fields = dict(own, **{"Content-Type": "application/json", "ce-type": "azureml.inference." + name})
            connection.request("POST", path, body, dict(fields, **headers))
            response = connection.getresponse()
            response.read()
            return response.status
        finally:
            connection.close()

    def test_a_frame(self):
        worker = self.collecting(names=("Model_Inputs", "request"))
        door = self.door(worker)
        self.assertEqual(self.config, {"runMode": "cloud", "collections": {
            name: {"enabled": True, "sampleRatePercentage": 100} for name in ("Model_Inputs", "request")
        }})
        status = self.post(door, "model_inputs", b'[{"a":1}]', **{
            "trace-id": "t-1", "ce-time": "1700000000", "ce-x-request-id": "c-1", "ce-model-version": "default",
            "ce-collect-data-type": "pandas.core.frame.DataFrame", "ce-agent": "azureml-ai-monitoring/1.0.0",
            "ce-tenant": "acme", "ce-source": "forged",
        })
        self.assertEqual(status, 200)
        self.assertEqual(self.awaited("Model_Inputs", 1), [{
            "specversion": "1.0", "id": "t-1", "source": SOURCE, "type": "azureml.inference.Model_Inputs",
            "datacontenttype": "application/json", "time": "2023-11-14T22:13:20Z", "data": [{"a": 1}],
            "correlationid": "c-1", "xrequestid": "c-1", "modelversion": "default",
            "collectdatatype": "pandas.core.frame.DataFrame", "agent": "azureml-ai-monitoring/1.0.0",
            "tenant": "acme", "contentrange": "bytes 0-8/9",
        }])

    def test_what_the_door_refuses(self):
        worker = self.collecting(names=("inputs", "request"))
        host, port, own = door = self.door(worker)
        self.assertEqual(self.post((host, port, {}), "inputs", b"[]"), 401)
        self.assertEqual(self.post(door, "outputs", b"[]"), 400)
        self.assertEqual(self.post(door, "request", b"[]"), 400)
        self.assertEqual(self.post(door, "inputs", b"[]", path="/"), 404)
        self.assertEqual(self.post(door, "inputs", b"x" * (17 << 20)), 413)
        eventually(lambda: self.status(worker)["drops"] == {
            "unknown": {"unknown_collection": 2, "too_large": 1}}, "they are counted")

    def test_one_decision_for_all_that_has_one_id(self):
        worker = self.collecting(names=("inputs", "outputs", "request"), rate=0.5)
        door = self.door(worker)
        for number in range(200):
            identity = "id-%d" % number
            worker.ask(body=b"1", headers={"x-request-id": identity})
            for name in ("inputs", "outputs"):
                self.assertEqual(self.post(door, name, b"[]", **{"ce-x-request-id": identity}), 200)
        self.assertEqual(worker.terminate(), 0)
        kept = [sorted(each["xrequestid"] for each in self.events(name) if each["xrequestid"].startswith("id-"))
                for name in ("inputs", "outputs", "request")]
        self.assertEqual(kept[0], kept[1])
        self.assertEqual(kept[0], kept[2])
        self.assertTrue(60 < len(kept[0]) < 140, len(kept[0]))
        self.assertEqual(self.status(worker)["sampledOut"]["inputs"], 200 - len(kept[0]))

    def test_without_custom_collections_there_is_no_door(self):
        worker = self.collecting()
        self.assertEqual(worker.ask(body=b'"door"').json(), {})

    def test_a_proxy_does_not_stand_between(self):
        script = "import os\ndef init():\n    pass\ndef run(raw_data):\n    return os.environ['no_proxy']\n"
        worker = self.collecting(script, names=("inputs",), env={"http_proxy": "http://proxy:1", "no_proxy": "intern"})
        self.assertEqual(worker.ask().json(), "intern,127.0.0.1")

if __name__ == "__main__":
    unittest.main()
