"""What is known of a run() that takes the members of a JSON object: from the package inference-schema, or, for
scoring scripts of our own, from the script."""
import sys

from ..no_code.described import description_of

_MODULE = "inference_schema.schema_util"
_ALL_VERSIONS = ("2.0", "3.0", "3.1")


def is_decorated(run):
    """Whether run() says what it takes: @input_schema or @output_schema was applied to it, or it is ours."""
    return description_of(run) is not None or _by_package(run)


def _by_package(run):
    return _MODULE in sys.modules and sys.modules[_MODULE].is_schema_decorated(run)


def supported_versions(run):
    """The OpenAPI versions that can describe run()."""
    return sys.modules[_MODULE].get_supported_versions(run) if _by_package(run) else _ALL_VERSIONS


def schemas(run):
    """The schemas of input and output, or None for a run() without decorators."""
    describe = description_of(run)
    if describe is not None:
        return describe()
    if not _by_package(run):
        return None
    return sys.modules[_MODULE].get_input_schema(run), sys.modules[_MODULE].get_output_schema(run)
