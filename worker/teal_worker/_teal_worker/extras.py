"""Packages beside those of the environment, which the contract's variables ask for.

As in Azure's images, paths count from the folder of the scoring script, and the first variable of the three wins.
"""
import glob
import importlib.util
import logging
import os
import shutil
import subprocess
import sys

from .failures import BAD_ARGUMENT, StartFailure
from .journal import SERVER_LOGGER

_LIBRARY = "AZUREML_EXTRA_PYTHON_LIB_PATH"
_CONDA = ("AZUREML_EXTRA_CONDA_YAML_ABS_PATH", "AZUREML_EXTRA_CONDA_YAML")
_REQUIREMENTS = "AZUREML_EXTRA_REQUIREMENTS_TXT"
_FOLDER = "extra-packages"

_logger = logging.getLogger(SERVER_LOGGER)


def read_extras(environ):
    """The variable that asks for packages and its value, or None."""
    for name in (_LIBRARY,) + _CONDA + (_REQUIREMENTS,):
        if environ.get(name):
            return name, environ[name]
    return None


def add_extras(settings, own_folder):
    """Make the packages importable, for the script and for the programs that it starts. Those that have to be
    installed go into the instance's own folder: the environment belongs to other instances too."""
    if settings.extras is None:
        return
    name, value = settings.extras
    if name in _CONDA:
        message = "{} is not supported: put the packages into the conda file of the deployment's environment."
        raise StartFailure(BAD_ARGUMENT, message.format(name))
    script = os.path.join(settings.app_root, (settings.entry_script or "").lstrip("/"))
    path = os.path.join(os.path.dirname(script), value)
    if name == _LIBRARY:
        if not os.path.isdir(path):
            raise StartFailure(BAD_ARGUMENT, "{} is {!r}, but the code has no such folder.".format(name, value))
    else:
        if not os.path.isfile(path):
            raise StartFailure(BAD_ARGUMENT, "{} is {!r}, but the code has no such file.".format(name, value))
        path = _install(path, os.path.join(own_folder, _FOLDER))
    _logger.info("Packages are also taken from %s.", path)
    sys.path.insert(0, path)
    others = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = path + os.pathsep + others if others else path


def _install(requirements, folder):
    shutil.rmtree(folder, ignore_errors=True)
    command = _installer() + ["--quiet", "--target", folder, "--requirement", requirements]
    _logger.info("Installing %s.", requirements)
    # Relative paths in the file count from it.
    done = subprocess.run(
        command, cwd=os.path.dirname(requirements), stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False
    )
    if done.returncode != 0:
        message = "{} cannot be installed: pip ended with {}; its messages are in the log."
        raise StartFailure(BAD_ARGUMENT, message.format(os.path.basename(requirements), done.returncode))
    return folder


def _installer():
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip", "install", "--disable-pip-version-check"]
    uv = shutil.which("uv")
    if uv is not None:
        return [uv, "pip", "install", "--python", sys.executable]
    # Environments without pip still have the one that Python would install.
    bundled = importlib.util.find_spec("ensurepip")
    places = bundled.submodule_search_locations if bundled is not None else []
    for wheel in [each for place in places for each in glob.glob(os.path.join(place, "_bundled", "pip-*.whl"))]:
        return [sys.executable, os.path.join(wheel, "pip"), "install", "--disable-pip-version-check"]
    message = "{} needs pip or uv, and the environment has neither; add pip to its conda file."
    raise StartFailure(BAD_ARGUMENT, message.format(_REQUIREMENTS))
