"""The OpenAPI description of a deployment, generated or from the user's own files."""
import json
import os

_VERSIONS = {"2": "2", "2.0": "2", "3": "3", "3.0": "3", "3.1": "3.1"}
_FILES = {"2": ("swagger2.json", "swagger.json"), "3": ("swagger3.json",), "3.1": ("swagger3.1.json",)}
_OPENAPI = {"3": "3.0.3", "3.1": "3.1.0"}
_EMPTY = {"type": "object", "example": {}}


class Swagger:
    """Descriptions by version, read or generated when first asked for."""

    def __init__(self, settings, script):
        self._settings = settings
        self._script = script
        self._ready = {}

    def document(self, version):
        """The description as JSON bytes, or None when there is none in this version."""
        version = _VERSIONS.get(version)
        if version is None:
            return None
        if version not in self._ready:
            self._ready[version] = self._from_file(version) or self._generated(version)
        return self._ready[version]

    def _from_file(self, version):
        for name in _FILES[version]:
            try:
                with open(os.path.join(self._settings.app_root, name), encoding="utf-8") as file:
                    return json.dumps(json.load(file)).encode("ascii")
            except (OSError, ValueError):
                continue
        return None

    def _generated(self, version):
        document = _version_2(self._settings) if version == "2" else _version_3(self._settings, version)
        return json.dumps(document).encode("ascii")


def _about(settings):
    return {"title": settings.swagger_title, "version": settings.swagger_version}


def _paths(settings, health, score):
    prefix = settings.path_prefix.strip("/")
    start = "/" + prefix if prefix else ""
    return {start + "/": {"get": health}, start + "/score": {"post": score}}


def _operation(name, description, responses):
    return {"operationId": name, "description": description, "responses": responses}


def _version_2(settings):
    health = _operation(
        "ServiceHealthCheck",
        "Tells whether this deployment is able to answer.",
        {"200": {"description": "It is.", "schema": {"type": "string", "example": "Healthy"}}},
    )
    score = _operation(
        "RunMLService",
        "Scores the given input.",
        {
            "200": {"description": "The result of the scoring script.", "schema": _local_2("ServiceOutput")},
            "default": {"description": "The request failed.", "schema": _local_2("ErrorResponse")},
        },
    )
    body = {"name": "serviceInputPayload", "in": "body", "schema": _local_2("ServiceInput")}
    score["parameters"] = [body]
    return {
        "swagger": "2.0",
        "info": _about(settings),
        "schemes": ["https"],
        "consumes": ["application/json"],
        "produces": ["application/json"],
        "securityDefinitions": {"Bearer": {"type": "apiKey", "name": "Authorization", "in": "header"}},
        "security": [{"Bearer": []}],
        "paths": _paths(settings, health, score),
        "definitions": _schemas(),
    }


def _version_3(settings, version):
    text = {"text/plain": {"schema": {"type": "string", "example": "Healthy"}}}
    health = _operation(
        "ServiceHealthCheck",
        "Tells whether this deployment is able to answer.",
        {"200": {"description": "It is.", "content": text}},
    )
    score = _operation(
        "RunMLService",
        "Scores the given input.",
        {
            "200": {"description": "The result of the scoring script.", "content": _json_3("ServiceOutput")},
            "default": {"description": "The request failed.", "content": _json_3("ErrorResponse")},
        },
    )
    score["requestBody"] = {"content": _json_3("ServiceInput")}
    bearer = {"type": "http", "scheme": "bearer"}
    return {
        "openapi": _OPENAPI[version],
        "info": _about(settings),
        "security": [{"Bearer": []}],
        "paths": _paths(settings, health, score),
        "components": {"securitySchemes": {"Bearer": bearer}, "schemas": _schemas()},
    }


def _schemas():
    failure = {"type": "object", "properties": {"message": {"type": "string"}}}
    return {"ServiceInput": _EMPTY, "ServiceOutput": _EMPTY, "ErrorResponse": failure}


def _local_2(name):
    return {"$ref": "#/definitions/" + name}


def _json_3(name):
    return {"application/json": {"schema": {"$ref": "#/components/schemas/" + name}}}
