"""A safe rollout as a user of Azure Machine Learning writes it; nothing here knows of Teal.

Usage: rollout.py FOLDER, with the files of the example. Prints a line for each step that held.
"""

import json
import os
import sys
import time
from pathlib import Path

from azure.ai.ml import MLClient
from azure.ai.ml.entities import (
    CodeConfiguration,
    Data,
    DataCollector,
    DeploymentCollection,
    Environment,
    KubernetesOnlineDeployment,
    KubernetesOnlineEndpoint,
    ManagedOnlineDeployment,
    ManagedOnlineEndpoint,
    Model,
    OnlineRequestSettings,
    ProbeSettings,
)
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.identity import DefaultAzureCredential

folder = Path(sys.argv[1])
sample = str(folder / "sample-request.json")
endpoint_name = "endpt-python"


def step(name, holds=True):
    if not holds:
        raise AssertionError(name)
    print(f"ok {name}", flush=True)


def refused(kind, words, call):
    try:
        call()
    except kind as error:
        step(f"refused: {words}", words in str(error))
        return
    raise AssertionError(f"not refused: {words}")


def environment(**more):
    return Environment(
        conda_file=str(folder / "model-1/environment/conda.yaml"),
        image="mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu20.04:latest",
        **more,
    )


def deployment(name, number, **more):
    return ManagedOnlineDeployment(
        name=name,
        endpoint_name=endpoint_name,
        model=Model(path=str(folder / f"model-{number}/model/regression.pkl")),
        environment=environment(),
        code_configuration=CodeConfiguration(
            code=str(folder / f"model-{number}/onlinescoring"), scoring_script="score.py"
        ),
        instance_type="Standard_DS3_v2",
        instance_count=1,
        **more,
    )


credential = DefaultAzureCredential()
ml_client = MLClient(
    credential,
    os.environ["AZURE_SUBSCRIPTION_ID"],
    os.environ["AZURE_DEFAULTS_GROUP"],
    os.environ["AZURE_DEFAULTS_WORKSPACE"],
)
step("a token", credential.get_token("https://management.azure.com/.default").expires_on > time.time())
step("the workspace", ml_client.workspaces.get(ml_client.workspace_name).location)
step("the default datastore", ml_client.datastores.get_default().name == "workspaceblobstore")

# The endpoint
endpoint = ManagedOnlineEndpoint(
    name=endpoint_name, description="diabetes", auth_mode="key", tags={"team": "python"}
)
created = ml_client.online_endpoints.begin_create_or_update(endpoint).result()
step("the endpoint is created", created.provisioning_state == "Succeeded" and created.scoring_uri)
refused(ResourceNotFoundError, "missing", lambda: ml_client.online_endpoints.get("missing"))
refused(
    ResourceNotFoundError,
    "nowhere",
    lambda: ml_client.online_deployments.get("nowhere", endpoint_name),
)

# Blue takes all
blue = ml_client.online_deployments.begin_create_or_update(
    deployment("blue", 1, request_settings=OnlineRequestSettings(request_timeout_ms=6000))
).result()
step("blue is created", blue.provisioning_state == "Succeeded" and blue.instance_count == 1)
step("blue's settings come back", blue.request_settings.request_timeout_ms == 6000)
endpoint.traffic = {"blue": 100}
ml_client.begin_create_or_update(endpoint).result()
step("blue has all traffic", ml_client.online_endpoints.get(endpoint_name).traffic == {"blue": 100})
answer = json.loads(ml_client.online_endpoints.invoke(endpoint_name, request_file=sample))
step("blue answers", len(answer) == 2)
step("blue's log", "score" in ml_client.online_deployments.get_logs("blue", endpoint_name, 50))
blue = ml_client.online_deployments.get("blue", endpoint_name)
blue.instance_count = 2
blue = ml_client.online_deployments.begin_create_or_update(blue).result()
step("blue is scaled", blue.instance_count == 2)

# Green beside it
ml_client.online_deployments.begin_create_or_update(
    deployment("green", 2, liveness_probe=ProbeSettings(period=10), environment_variables={"COLOR": "green"})
).result()
found = {one.name: one for one in ml_client.online_deployments.list(endpoint_name)}
step("both are listed", set(found) == {"blue", "green"})
step("green has no traffic", ml_client.online_endpoints.get(endpoint_name).traffic == {"blue": 100, "green": 0})

# Mirror, then ten percent, then all
endpoint.mirror_traffic = {"green": 10}
ml_client.begin_create_or_update(endpoint).result()
step("green is mirrored", ml_client.online_endpoints.get(endpoint_name).mirror_traffic.get("green") == 10)
endpoint.traffic, endpoint.mirror_traffic = {"blue": 90, "green": 10}, {}
ml_client.begin_create_or_update(endpoint).result()
got = ml_client.online_endpoints.get(endpoint_name)
step("green has ten percent", got.traffic == {"blue": 90, "green": 10} and not got.mirror_traffic)
step("the split answers", all(ml_client.online_endpoints.invoke(endpoint_name, request_file=sample) for _ in range(10)))
refused(
    HttpResponseError,
    "traffic",
    lambda: ml_client.online_endpoints.begin_create_or_update(
        ManagedOnlineEndpoint(name=endpoint_name, auth_mode="key", traffic={"blue": 70, "green": 70})
    ).result(),
)
refused(
    HttpResponseError,
    "blue",
    lambda: ml_client.online_deployments.begin_delete("blue", endpoint_name).result(),
)
endpoint.traffic = {"blue": 0, "green": 100}
ml_client.begin_create_or_update(endpoint).result()
ml_client.online_deployments.begin_delete("blue", endpoint_name).result()
step("blue is gone", [one.name for one in ml_client.online_deployments.list(endpoint_name)] == ["green"])
named = ml_client.online_endpoints.invoke(endpoint_name, request_file=sample, deployment_name="green")
step("green answers by name", len(json.loads(named)) == 2)

# Keys
keys = ml_client.online_endpoints.get_keys(endpoint_name)
ml_client.online_endpoints.begin_regenerate_keys(endpoint_name, key_type="secondary").result()
fresh = ml_client.online_endpoints.get_keys(endpoint_name)
step("one key is new", fresh.secondary_key != keys.secondary_key and fresh.primary_key == keys.primary_key)

# Registered assets
model = ml_client.models.create_or_update(
    Model(name="diabetes", path=str(folder / "model-1/model"), description="a folder", tags={"a": "b"})
)
step("a model is registered", model.name == "diabetes" and model.version == "1")
second = ml_client.models.create_or_update(Model(name="diabetes", path=str(folder / "model-2/model/regression.pkl")))
step("its next version", second.version == "2")
step("its versions", [one.version for one in ml_client.models.list(name="diabetes")] == ["2", "1"])
step("its latest", ml_client.models.get("diabetes", label="latest").version == "2")
refused(ResourceNotFoundError, "diabetes", lambda: ml_client.models.get("diabetes", version="9"))
ml_client.models.archive("diabetes", version="1")
step("one is archived", [one.version for one in ml_client.models.list(name="diabetes")] == ["2"])
ml_client.models.restore("diabetes", version="1")
step("and restored", len(list(ml_client.models.list(name="diabetes"))) == 2)
ml_client.models.download("diabetes", version="1", download_path="downloaded")
step("a model is downloaded", [one for one in Path("downloaded").rglob("regression.pkl") if one.stat().st_size > 0])
ml_client.models.download("diabetes", version="2", download_path="single")
step("and a single file", Path("single/diabetes/regression.pkl").is_file())
made = ml_client.environments.create_or_update(environment(name="diabetes-env", version="3"))
step("an environment is registered", made.version == "3")
step("and read", "dependencies" in str(ml_client.environments.get("diabetes-env", "3").conda_file))
step("containers are listed", "diabetes" in [one.name for one in ml_client.models.list()])

# A deployment of registered assets
pink = deployment("pink", 1)
pink.model, pink.environment = "azureml:diabetes:2", "diabetes-env@latest"
pink = ml_client.online_deployments.begin_create_or_update(pink).result()
step("registered assets are deployed", pink.provisioning_state == "Succeeded")
lost = deployment("lost", 1)
lost.model = "azureml:diabetes:77"
refused(
    HttpResponseError,
    "diabetes",
    lambda: ml_client.online_deployments.begin_create_or_update(lost).result(),
)

# Data, and a deployment that collects some
place = "azureml://datastores/workspaceblobstore/paths/samples"
ml_client.data.create_or_update(Data(name="samples", version="1", path=place, type="uri_folder"))
step("a data asset is recorded", ml_client.data.get("samples", version="1").type == "uri_folder")
collecting = deployment(
    "grey", 1, data_collector=DataCollector(collections={"model_inputs": DeploymentCollection(enabled="True")})
)
collecting = ml_client.online_deployments.begin_create_or_update(collecting).result()
step("a deployment collects", "model_inputs" in collecting.data_collector.collections)

# Tokens instead of keys
for mode in ("aml_token", "aad_token"):
    name = f"endpt-{mode.replace('_', '-')}"
    with_token = ManagedOnlineEndpoint(name=name, auth_mode=mode)
    ml_client.online_endpoints.begin_create_or_update(with_token).result()
    only = deployment("only", 1)
    only.endpoint_name = name
    ml_client.online_deployments.begin_create_or_update(only).result()
    with_token.traffic = {"only": 100}
    ml_client.online_endpoints.begin_create_or_update(with_token).result()
    step(
        f"{mode} opens",
        len(json.loads(ml_client.online_endpoints.invoke(name, request_file=sample, deployment_name="only"))) == 2,
    )
    ml_client.online_endpoints.begin_delete(name=name).result()

# Kubernetes
cluster = ml_client.compute.get("my-cluster")
step("a cluster is found", cluster.type.lower() == "kubernetes")
on_cluster = KubernetesOnlineEndpoint(name="endpt-k8s", compute="my-cluster", auth_mode="key")
ml_client.online_endpoints.begin_create_or_update(on_cluster).result()
ml_client.online_deployments.begin_create_or_update(
    KubernetesOnlineDeployment(
        name="blue",
        endpoint_name="endpt-k8s",
        model="azureml:diabetes:2",
        environment="azureml:diabetes-env:3",
        code_configuration=CodeConfiguration(
            code=str(folder / "model-1/onlinescoring"), scoring_script="score.py"
        ),
        instance_count=1,
    )
).result()
on_cluster.traffic = {"blue": 100}
ml_client.online_endpoints.begin_create_or_update(on_cluster).result()
step("Kubernetes endpoints are listed", {"endpt-k8s", endpoint_name} <= {e.name for e in ml_client.online_endpoints.list()})
step(
    "and answer",
    len(json.loads(ml_client.online_endpoints.invoke("endpt-k8s", request_file=sample, deployment_name="blue"))) == 2,
)

# The end
for name in ("endpt-k8s", endpoint_name):
    ml_client.online_endpoints.begin_delete(name=name).result()
step("all is deleted", [e.name for e in ml_client.online_endpoints.list()] == [])
print("done")
