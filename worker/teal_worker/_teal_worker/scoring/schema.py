"""What the package inference-schema knows of a decorated run()."""
import sys

_MODULE = "inference_schema.schema_util"
_ALL_VERSIONS = ("2.0", "3.0", "3.1")


def is_decorated(run):
    """Whether @input_schema or @output_schema was applied to run()."""
    return _MODULE in sys.modules and sys.modules[_MODULE].is_schema_decorated(run)


def supported_versions(run):
    """The OpenAPI versions that can describe run()."""
    return sys.modules[_MODULE].get_supported_versions(run) if is_decorated(run) else _ALL_VERSIONS


def schemas(run):
    """The schemas of input and output, or None for a run() without decorators."""
    if not is_decorated(run):
        return None
    return sys.modules[_MODULE].get_input_schema(run), sys.modules[_MODULE].get_output_schema(run)
