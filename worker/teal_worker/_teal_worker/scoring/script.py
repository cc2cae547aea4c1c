"""Loads the scoring script and finds what it must expose."""
import importlib
import importlib.util
import logging
import os
import sys
import traceback

from .. import failures
from ..failures import StartFailure, describe
from ..journal import SERVER_LOGGER
from ..rawhttp.imports import offer_modules
from .signature import read_signature

_MODULE_NAME = "entry_module"
_FALLBACK_MODULE = "main"
_OWN_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

_logger = logging.getLogger(SERVER_LOGGER)


class Script:
    """A loaded script: its name for people, its two functions, how run() wants to be called."""

    def __init__(self, name, path, init, run):
        self.name = name
        self.path = path
        self.run = run
        self.signature = read_signature(run)
        self._init = init

    def call_init(self):
        """Run init(), once."""
        try:
            self._init()
        except StartFailure:
            raise
        except BaseException as error:
            log_traceback("init() of the scoring script failed.", error)
            message = "init() of {} raised {}".format(self.name, describe(error))
            raise StartFailure(failures.INIT_FAILED, message) from None


def script_folders(settings):
    """The script's own folder, if a script is named."""
    if settings.entry_script is None:
        return []
    return [os.path.dirname(os.path.join(settings.app_root, settings.entry_script))]


def load_script(settings):
    """Import the script in the place it expects to run in; StartFailure when it cannot serve."""
    _enter(settings)
    offer_modules()
    name = settings.entry_script or _FALLBACK_MODULE
    try:
        module = _import(settings)
    except StartFailure:
        raise
    except SyntaxError as error:
        log_traceback("The scoring script has a syntax error.", error)
        raise StartFailure(failures.SYNTAX_ERROR, _syntax_message(error)) from None
    except BaseException as error:
        log_traceback("The scoring script cannot be imported.", error)
        message = "Importing {} raised {}".format(name, describe(error))
        raise StartFailure(failures.IMPORT_ERROR, message) from None
    driver = getattr(module, "driver_module", None)
    run = getattr(driver, "run", None) or _function(module, "run", name)
    return Script(name, getattr(module, "__file__", None), _function(module, "init", name), run)


def log_traceback(title, error):
    """Log an exception of user code, without the frames that are ours."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(_OWN_FOLDER):
        trace = trace.tb_next
    lines = traceback.format_exception(type(error), error, trace)
    _logger.error("%s\n%s", title, "".join(lines).rstrip("\n"))


def _enter(settings):
    root = settings.app_root
    try:
        os.chdir(root)
    except OSError as error:
        message = "The code folder {} cannot be entered: {}".format(root, error)
        raise StartFailure(failures.BAD_ARGUMENT, message) from None
    # The folder of a script of ours would put our modules in front of the model's.
    folders = [root] + [each for each in script_folders(settings) if not _is_own(each)]
    if settings.source_directory:
        folders.append(os.path.join(root, settings.source_directory))
    wanted = []
    for folder in map(os.path.abspath, folders):
        if folder not in wanted:
            wanted.append(folder)
    sys.path[:] = wanted + [entry for entry in sys.path if entry not in wanted]


def _is_own(folder):
    return os.path.abspath(folder).startswith(_OWN_FOLDER + os.sep)


def _import(settings):
    if settings.entry_script is None:
        sys.argv = [_FALLBACK_MODULE]
        return importlib.import_module(_FALLBACK_MODULE)
    path = os.path.abspath(os.path.join(settings.app_root, settings.entry_script))
    if not os.path.isfile(path):
        message = "The scoring script {} does not exist in the code folder.".format(settings.entry_script)
        raise StartFailure(failures.BAD_ARGUMENT, message)
    # A script that parses arguments must find none, and not our configuration.
    sys.argv = [path]
    spec = importlib.util.spec_from_file_location(_MODULE_NAME, path)
    if spec is None:
        message = "The scoring script {} is not a Python file.".format(settings.entry_script)
        raise StartFailure(failures.BAD_ARGUMENT, message)
    module = importlib.util.module_from_spec(spec)
    # Pickling and dataclasses look a class's module up by name.
    sys.modules[_MODULE_NAME] = module
    spec.loader.exec_module(module)
    return module


def _function(module, wanted, name):
    function = getattr(module, wanted, None)
    if not callable(function):
        message = "{} does not define the function {}().".format(name, wanted)
        raise StartFailure(failures.FUNCTION_NOT_FOUND, message)
    return function


def _syntax_message(error):
    place = "{}, line {}, column {}".format(error.filename, error.lineno, error.offset)
    return "{} in {}: {}".format(type(error).__name__, place, error.msg)
