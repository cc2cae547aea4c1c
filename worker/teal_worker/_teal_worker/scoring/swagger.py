"""The OpenAPI description of a deployment, generated or from the user's own files."""
import copy
import json
import os

from .schema import schemas, supported_versions

_VERSIONS = {"2": "2", "2.0": "2", "3": "3", "3.0": "3", "3.1": "3.1"}
_FILES = {"2": ("swagger.json", "swagger2.json"), "3": ("swagger3.json",), "3.1": ("swagger3.1.json",)}
_OPENAPI = {"3": "3.0.3", "3.1": "3.1.0"}
_EMPTY = {"type": "object", "example": {}}
_JSON = "application/json"
_BEARER = {
    "Bearer": {
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
        "description": "The word Bearer, a space, and a key or token of the endpoint.",
    }
}
_FAILED = "The request failed; the message says why."
_SHOWN = "How this deployment is called."


class Swagger:
    """Descriptions by version, read or generated when first asked for."""

    def __init__(self, settings, script):
        self._settings = settings
        self._run = script.run
        self._ready = {}

    def document(self, version):
        """The description as JSON bytes, or None when there is none in this version."""
        version = _VERSIONS.get(version)
        if version is None:
            return None
        if version not in self._ready:
            found = self._from_file(version) or self._generated(version)
            self._ready[version] = json.dumps(found).encode("ascii") if found else None
        return self._ready[version]

    def _from_file(self, version):
        for name in _FILES[version]:
            try:
                with open(os.path.join(self._settings.app_root, name), encoding="utf-8") as file:
                    document = json.load(file)
            except (OSError, ValueError):
                continue
            if document:
                return document
        return None

    def _generated(self, version):
        aliases = [alias for alias, meant in _VERSIONS.items() if meant == version]
        if not set(aliases) & set(supported_versions(self._run)):
            return None
        taken, given = schemas(self._run) or (_EMPTY, _EMPTY)
        shapes = {
            "ServiceInput": copy.deepcopy(taken),
            "ServiceOutput": copy.deepcopy(given),
            "ErrorResponse": {"type": "object", "properties": {"message": {"type": "string"}}},
        }
        return (_version_2 if version == "2" else _version_3)(self._settings, shapes, version)


def _about(settings):
    return {
        "title": settings.swagger_title,
        "description": "How to call {}.".format(settings.swagger_title),
        "version": settings.swagger_version,
    }


def _paths(settings, health, score, own):
    prefix = settings.path_prefix
    start = "/" + prefix.strip("/") if prefix else ""
    return {start + "/": {"get": health}, start + "/score": {"post": score}, start + "/swagger.json": {"get": own}}


def _operation(name, description, parts, responses):
    return dict({"operationId": name, "description": description}, **dict(parts, responses=responses))


def _version_2(settings, shapes, _version):
    failed = {"description": _FAILED, "schema": _local_2("ErrorResponse")}
    text = {"type": "string"}

    def answers(description, schema, **more):
        return {"200": dict({"description": description, "schema": schema}, **more), "default": failed}

    body = {
        "name": "serviceInputPayload",
        "in": "body",
        "description": "What run() is given.",
        "schema": _local_2("ServiceInput"),
    }
    chosen = {"name": "version", "in": "query", "required": False, "type": "integer", "enum": [2, 3]}
    return {
        "swagger": "2.0",
        "info": _about(settings),
        "schemes": ["https"],
        "consumes": [_JSON],
        "produces": [_JSON],
        "securityDefinitions": _BEARER,
        "paths": _paths(
            settings,
            _operation("ServiceHealthCheck", "Tells whether this deployment is able to answer.", {},
                       answers("It is.", text, examples={_JSON: "Healthy"})),
            _operation("RunMLService", "Runs the scoring script.",
                       {"security": [{"Bearer": []}], "parameters": [body]},
                       answers("What run() returned.", _local_2("ServiceOutput"))),
            _operation("GetSwaggerSpec", _SHOWN, {"parameters": [chosen]}, answers(_SHOWN, text)),
        ),
        "definitions": shapes,
    }


def _version_3(settings, shapes, version):
    failed = {"description": _FAILED, "content": _json_3("ErrorResponse")}

    def answers(description, content):
        return {"200": {"description": description, "content": content}, "default": failed}

    def text(**more):
        return {"text/plain": {"schema": dict({"type": "string"}, **more)}}

    body = {"description": "What run() is given.", "content": _json_3("ServiceInput")}
    chosen = {"name": "version", "in": "query", "required": False, "schema": {"type": "integer", "enum": [2, 3]}}
    return {
        "openapi": _OPENAPI[version],
        "info": _about(settings),
        "security": [{"Bearer": []}],
        "paths": _paths(
            settings,
            _operation("ServiceHealthCheck", "Tells whether this deployment is able to answer.", {},
                       answers("It is.", text(example="Healthy"))),
            _operation("RunMLService", "Runs the scoring script.",
                       {"security": [{"Bearer": []}], "requestBody": body},
                       answers("What run() returned.", _json_3("ServiceOutput"))),
            _operation("GetSwaggerSpec", _SHOWN, {"parameters": [chosen]}, answers(_SHOWN, text())),
        ),
        "components": {"schemas": shapes, "securitySchemes": _BEARER},
    }


def _local_2(name):
    return {"$ref": "#/definitions/" + name}


def _json_3(name):
    return {_JSON: {"schema": {"$ref": "#/components/schemas/" + name}}}
