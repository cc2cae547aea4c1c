"""The variables of the scoring contract that are accepted and have no effect in this worker, and why."""
from .settings import is_on

_TELEMETRY = "an instance sends nothing itself; app_insights_enabled has the server send spans of its requests"
_DOORS = "an instance listens on sockets of its own, one of them for health"
_REASONS = {
    "AML_APP_INSIGHTS_ENABLED": _TELEMETRY,
    "AML_APP_INSIGHTS_KEY": _TELEMETRY,
    "APP_INSIGHTS_LOG_RESPONSE_ENABLED": _TELEMETRY,
    "AML_MODEL_DC_STORAGE_ENABLED": _TELEMETRY,
    "WORKSPACE_NAME": _TELEMETRY,
    "SERVER_PORT": _DOORS,
    "HEALTH_PORT": _DOORS,
    "SEPERATE_HEALTH_ENDPOINT": _DOORS,
    "AZUREML_CONDA_ENVIRONMENT_PATH": "the deployment's environment is the one that runs",
}


def idle_variables(environ):
    """The sentences to log: one for each reason, with the variables that ask for something. No values: one of
    them is a key."""
    asked = {}
    for name, reason in _REASONS.items():
        if is_on(environ.get(name)):
            asked.setdefault(reason, []).append(name)
    return ["No effect here: {} ({}).".format(", ".join(names), reason) for reason, names in asked.items()]
