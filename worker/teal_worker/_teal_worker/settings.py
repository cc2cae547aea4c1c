"""What the control plane and the environment ask of this worker, checked once and then frozen."""
import json
import os
from collections import ChainMap
from dataclasses import dataclass
from typing import Optional, Tuple

from .collector.plan import Plan, read_plan
from .extras import read_extras
from .failures import BAD_ARGUMENT, StartFailure

_DEFAULT_BODY_LIMIT = 1 << 30
_OFF = ("", "0", "false", "no", "off")
# The variables that a config.json beside the code may give as well; the environment wins.
_FILE_VARIABLES = (
    "AZUREML_SOURCE_DIRECTORY", "SERVICE_NAME", "SERVICE_PATH_PREFIX", "SERVICE_VERSION", "SCORING_TIMEOUT_MS",
    "AZUREML_LOG_LEVEL",
)


@dataclass(frozen=True)
class Settings:
    """Every choice the worker obeys; nothing else in the package reads the environment."""

    instance_id: str
    socket: str
    health_socket: str
    app_root: str
    entry_script: Optional[str]
    model_dir: Optional[str]
    source_directory: Optional[str]
    worker_count: int
    preload: bool
    ready_fd: Optional[int]
    version_header: Optional[str]
    max_body_bytes: int
    memory_bytes: Optional[int]
    cpus: Optional[float]
    scoring_timeout_ms: int
    worker_timeout_s: float
    log_level: str
    cors_origins: Tuple[str, ...]
    swagger_title: str
    swagger_version: str
    path_prefix: str
    extras: Optional[Tuple[str, str]]
    debug_port: Optional[int]
    collector: Optional[Plan]


def read_document(path):
    """The configuration file as a dict; StartFailure when it cannot be one."""
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
    except (OSError, ValueError) as error:
        raise StartFailure(BAD_ARGUMENT, "The worker configuration cannot be read: {}".format(error))
    if not isinstance(document, dict):
        raise StartFailure(BAD_ARGUMENT, "The worker configuration must be a JSON object.")
    return document


def ready_fd_of(document):
    """Where to report, read leniently: it is needed to report that the rest is wrong."""
    fd = document.get("ready_fd")
    return fd if isinstance(fd, int) and not isinstance(fd, bool) and fd >= 0 else None


def read_settings(document, environ):
    """Settings from the configuration file's document and the environment of the user."""
    limits = document.get("limits") or {}
    environ = ChainMap(environ, _config_file(document, environ))
    return Settings(
        instance_id=str(document.get("instance_id") or ""),
        socket=_path(document, "socket"),
        health_socket=_path(document, "health_socket"),
        app_root=os.path.abspath(_path(document, "app_root")),
        entry_script=document.get("entry_script") or environ.get("AZUREML_ENTRY_SCRIPT") or None,
        model_dir=document.get("model_dir") or environ.get("AZUREML_MODEL_DIR") or None,
        source_directory=environ.get("AZUREML_SOURCE_DIRECTORY") or None,
        worker_count=_worker_count(document, environ),
        preload=is_on(environ.get("WORKER_PRELOAD")),
        ready_fd=ready_fd_of(document),
        version_header=_version_header(document, environ),
        max_body_bytes=_whole(document.get("max_body_bytes", _DEFAULT_BODY_LIMIT), "max_body_bytes", 0),
        memory_bytes=_optional(limits.get("memory_bytes"), "limits.memory_bytes", int),
        cpus=_optional(limits.get("cpus"), "limits.cpus", float),
        scoring_timeout_ms=_whole(environ.get("SCORING_TIMEOUT_MS") or 3600000, "SCORING_TIMEOUT_MS", 0),
        worker_timeout_s=_whole(environ.get("WORKER_TIMEOUT") or 300, "WORKER_TIMEOUT", 0),
        log_level=(environ.get("AZUREML_LOG_LEVEL") or "INFO").upper(),
        cors_origins=_origins(environ.get("AML_CORS_ORIGINS")),
        swagger_title=environ.get("SERVICE_NAME") or "ML service",
        swagger_version=environ.get("SERVICE_VERSION") or "1.0",
        path_prefix=environ.get("SERVICE_PATH_PREFIX") or "",
        extras=read_extras(environ),
        debug_port=_port(environ.get("AZUREML_DEBUG_PORT"), "AZUREML_DEBUG_PORT"),
        collector=read_plan(document, environ),
    )


def _config_file(document, environ):
    """What the user's config.json says instead of the environment; models have files of that name too."""
    root = os.path.abspath(_path(document, "app_root"))
    script = document.get("entry_script") or environ.get("AZUREML_ENTRY_SCRIPT") or ""
    named = environ.get("AZUREML_CONFIG_FILE")
    folders = [root, os.path.dirname(os.path.join(root, script))]
    for path in ([os.path.join(root, named)] if named else []) + [os.path.join(each, "config.json") for each in folders]:
        try:
            if os.path.getsize(path) == 0:
                continue
            with open(path, encoding="utf-8") as file:
                found = json.load(file)
        except OSError:
            continue
        except ValueError as error:
            raise StartFailure(BAD_ARGUMENT, "{} is not JSON: {}".format(path, error)) from None
        if not isinstance(found, dict):
            return {}
        kept = {name: found[name] for name in _FILE_VARIABLES if found.get(name) is not None}
        return {name: str(value) for name, value in kept.items()}
    return {}


def _path(document, key):
    value = document.get(key)
    if not isinstance(value, str) or not value:
        raise StartFailure(BAD_ARGUMENT, "The worker configuration lacks '{}'.".format(key))
    return value


def _worker_count(document, environ):
    # The variable belongs to the scoring contract, so it wins over what the control plane wrote.
    if environ.get("WORKER_COUNT"):
        return _whole(environ["WORKER_COUNT"], "WORKER_COUNT", 1)
    return _whole(document.get("worker_count") or 1, "worker_count", 1)


def is_on(text):
    """Whether the value of a switch asks for something."""
    return (text or "").strip().lower() not in _OFF


def _whole(value, name, least):
    try:
        number = int(value) if not isinstance(value, (bool, float)) else None
    except (TypeError, ValueError):
        number = None
    if number is None or number < least:
        wanted = "a whole number of at least {}".format(least)
        raise StartFailure(BAD_ARGUMENT, "{} must be {}, but it is {!r}.".format(name, wanted, value))
    return number


def _port(text, name):
    if not text:
        return None
    number = _whole(text, name, 1)
    if number > 65535:
        raise StartFailure(BAD_ARGUMENT, "{} must be at most 65535, but it is {}.".format(name, number))
    return number


def _optional(value, name, kind):
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0:
        raise StartFailure(BAD_ARGUMENT, "{} must be a positive number, but it is {!r}.".format(name, value))
    return kind(value)


def _version_header(document, environ):
    if environ.get("SERVER_VERSION_LOG_RESPONSE_ENABLED", "true").strip().lower() == "false":
        return None
    return environ.get("HTTP_X_MS_SERVER_VERSION") or document.get("server_version") or "teal"


def _origins(text):
    return tuple(origin.strip() for origin in (text or "").split(",") if origin.strip())
