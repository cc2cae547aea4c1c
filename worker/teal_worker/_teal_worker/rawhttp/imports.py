"""Finds the modules that scripts import @rawhttp and AMLResponse from, whether or not they are installed."""
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys

_SERVER = "azureml_inference_server_http"
_API = _SERVER + ".api"
_CONTRIB = "azureml.contrib.services"
_LEAVES = ("aml_request", "aml_response")
_PARENTS = ("azureml", "azureml.contrib", _CONTRIB, _SERVER, _API)
_HERE = os.path.dirname(os.path.abspath(__file__))

RAW_MODULE = _API + ".aml_request"


def offer_modules():
    """Make the modules importable. Nothing is loaded until a script asks."""
    # The old names always mean the modules of the server, also next to the package that once had them.
    sys.meta_path.insert(0, _Aliases())
    sys.meta_path.append(_Substitutes())


def raw_requested():
    """Whether a script has used @rawhttp in this process."""
    return getattr(sys.modules.get(RAW_MODULE), "_rawHttpRequested", False)


class _Aliases(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, fullname, _path=None, _target=None):
        parent, _, leaf = fullname.rpartition(".")
        if parent == _CONTRIB and leaf in _LEAVES:
            return importlib.machinery.ModuleSpec(fullname, self)
        return None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        # The import system hands out what it finds under the name afterwards.
        name = module.__spec__.name
        sys.modules[name] = importlib.import_module(_API + "." + name.rpartition(".")[2])


class _Substitutes(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname, _path=None, _target=None):
        if fullname in _PARENTS:
            spec = importlib.machinery.ModuleSpec(fullname, None, is_package=True)
            spec.submodule_search_locations = []
            return spec
        parent, _, leaf = fullname.rpartition(".")
        if parent == _API and leaf in _LEAVES:
            return importlib.util.spec_from_file_location(fullname, os.path.join(_HERE, leaf + ".py"))
        return None
