"""Which workspace a program finds: by names that nobody filled in, by a file, and by names of the operator's own."""

import json
import pathlib
import subprocess

from azure.ai.ml import MLClient, load_compute
from azure.ai.ml.entities import ManagedOnlineEndpoint, Model
from azure.core.exceptions import ResourceNotFoundError
from azure.identity import DefaultAzureCredential


def step(name, holds=True):
    if not holds:
        raise AssertionError(name)
    print(f"ok {name}", flush=True)


credential = DefaultAzureCredential()

# As a sample stands in its repository
unfilled = MLClient(credential, "<SUBSCRIPTION_ID>", "<RESOURCE_GROUP>", "<AML_WORKSPACE_NAME>")
own = unfilled.workspaces.get("<AML_WORKSPACE_NAME>")
step("names in angle brackets are this Teal's workspace", own.name == "default")
step("which says where tracking would be", own.mlflow_tracking_uri.endswith("/workspaces/default"))
unfilled.online_endpoints.begin_create_or_update(ManagedOnlineEndpoint(name="endpt-sample")).result()
file = pathlib.Path("weights.txt")
file.write_text("1\n")
model = unfilled.models.create_or_update(Model(name="weights", path=str(file)))
step("a model is registered", "<" not in model.id and unfilled.models.get("weights", label="latest").version == "1")

# As a sample for a cluster stands there
wanted = [{"name": "<COMPUTE_NAME>"}, {"type": "kubernetes"}, {"resource_id": "/subscriptions/<ID>/cluster"}]
attached = unfilled.begin_create_or_update(load_compute(source=None, params_override=wanted)).result()
step("a cluster is attached", attached.type.lower() == "kubernetes")
step("and there", "succeeded" in str(attached.provisioning_state).lower())

# As a sample reads it
keys = ("subscription_id", "resource_group", "workspace_name")
pathlib.Path("config.json").write_text(json.dumps({key: f"<{key}>" for key in keys}))
by_file = MLClient.from_config(credential, path=".")
step("a config.json", [e.name for e in by_file.online_endpoints.list()] == ["endpt-sample"])

# As a program of somebody's own has them
names = ("11111111-2222-3333-4444-555555555555", "research", "churn-models")
mine = MLClient(credential, *names)
try:
    mine.workspaces.get(names[2])
    raise AssertionError("a workspace that nobody made is found")
except ResourceNotFoundError as error:
    step("names that are not here are refused", error.error.code == "ResourceNotFound" and names[2] in str(error))
made = ["az", "ml", "workspace", "create", "--subscription", names[0], "-g", names[1], "-n", names[2], "-o", "none"]
subprocess.run(made, check=True)
step("a workspace is made", mine.workspaces.get(names[2]).resource_group == names[1])
endpoint = mine.online_endpoints.begin_create_or_update(ManagedOnlineEndpoint(name="endpt-mine")).result()
step("and has what is put into it", f"/subscriptions/{names[0]}/" in endpoint.id)
step("and nothing else", [e.name for e in mine.online_endpoints.list()] == ["endpt-mine"])

for client, name in ((unfilled, "endpt-sample"), (mine, "endpt-mine")):
    client.online_endpoints.begin_delete(name=name).result()
print("\ndone")  # the client prints dots while it waits
