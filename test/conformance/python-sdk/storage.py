"""Uploads and downloads with Azure's storage client on the default datastore, as azure-ai-ml sets it up."""

import os

from azure.ai.ml import MLClient
from azure.core.exceptions import HttpResponseError, ResourceExistsError, ResourceNotFoundError
from azure.identity import AzureCliCredential, DefaultAzureCredential
from azure.storage.blob import BlobServiceClient


def step(name, holds=True):
    if not holds:
        raise AssertionError(name)
    print(f"ok {name}", flush=True)


def refused(kind, code, call):
    try:
        call()
    except kind as error:
        step(f"refused: {code}", error.error_code == code)
        return
    raise AssertionError(f"not refused: {code}")


scope = [os.environ[f"AZURE_{name}"] for name in ("SUBSCRIPTION_ID", "DEFAULTS_GROUP", "DEFAULTS_WORKSPACE")]
by_cli = MLClient(AzureCliCredential(), *scope)
step("the Azure CLI's credential", by_cli.workspaces.get(scope[2]).name == scope[2])

credential = DefaultAzureCredential()
store = MLClient(credential, *scope).datastores.get_default(include_secrets=True)
url = f"https://{store.account_name}.blob.core.windows.net"
small = {"max_single_put_size": 64 * 1024, "max_block_size": 64 * 1024}
chunks = {"max_single_get_size": 100_000, "max_chunk_get_size": 100_000}
container = BlobServiceClient(url, store.credentials.sas_token, **small, **chunks).get_container_client(
    store.container_name
)
step("the container", container.exists())

one = container.get_blob_client("python/one.bin")
step("no blob yet", not one.exists())
content = os.urandom(1_000_000)
one.upload_blob(content, metadata={"upload_status": "completed"}, max_concurrency=4)
properties = one.get_blob_properties()
step("a blob in blocks", properties.size == len(content))
step("its metadata", properties.metadata == {"upload_status": "completed"})
step("comes back in ranges", one.download_blob(max_concurrency=3).readall() == content)
step("a part of it", one.download_blob(offset=5, length=10).readall() == content[5:15])
refused(ResourceExistsError, "BlobAlreadyExists", lambda: one.upload_blob(b"other"))
one.upload_blob(b"other", overwrite=True)
step("it is replaced", one.download_blob().readall() == b"other")
step("and its metadata with it", one.get_blob_properties().metadata == {})
one.set_blob_metadata({"name": "x", "version": "2"})
step("metadata is set", one.get_blob_properties().metadata == {"name": "x", "version": "2"})

empty = container.get_blob_client("python/folder/empty file.txt")
empty.upload_blob(b"")
step("an empty blob", empty.download_blob().readall() == b"")
names = [blob.name for blob in container.list_blobs(name_starts_with="python/", results_per_page=1)]
step("a list in pages", names == ["python/folder/empty file.txt", "python/one.bin"])
step("folders", [entry.name for entry in container.walk_blobs("python/")] == ["python/folder/", "python/one.bin"])

resumed = container.get_blob_client("python/resumed")
resumed.stage_block("YQ==", b"first ")
refused(HttpResponseError, "InvalidBlockList", lambda: resumed.commit_block_list(["YQ==", "Yg=="]))
resumed.stage_block("Yg==", b"second")
resumed.commit_block_list(["YQ==", "Yg=="])
step("an upload goes on", resumed.download_blob().readall() == b"first second")

refused(ResourceNotFoundError, "BlobNotFound", lambda: container.get_blob_client("python/none").download_blob())
elsewhere = BlobServiceClient(url, credential).get_container_client("nowhere")
refused(ResourceNotFoundError, "ContainerNotFound", lambda: elsewhere.get_blob_client("x").upload_blob(b"x"))
forged = BlobServiceClient(url, store.credentials.sas_token.replace("sig=", "sig=x"))
refused(
    HttpResponseError,
    "AuthenticationFailed",
    lambda: forged.get_blob_client(store.container_name, "x").upload_blob(b"x"),
)
by_token = BlobServiceClient(url, credential).get_blob_client(store.container_name, "python/token")
by_token.upload_blob(b"by token")
step("a token for storage", by_token.download_blob().readall() == b"by token")
broken = container.get_blob_client("python/broken")
refused(
    HttpResponseError,
    "Md5Mismatch",
    lambda: broken.upload_blob(b"abc", headers={"Content-MD5": "AAAAAAAAAAAAAAAAAAAAAA=="}),
)
step("nothing is left of it", not broken.exists())
print("done")
