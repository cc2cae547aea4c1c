"""Shows what the model directory holds, the first question after a failed start."""
import logging
import os

from ..journal import SERVER_LOGGER

_LINES_LIMIT = 200

_logger = logging.getLogger(SERVER_LOGGER)


def log_model_files(model_dir):
    """Log the model directory's tree, at most 200 lines of it."""
    if not model_dir:
        _logger.error("AZUREML_MODEL_DIR is not set; this deployment has no model.")
        return
    if not os.path.isdir(model_dir):
        _logger.error("The model directory %s does not exist.", model_dir)
        return
    lines = []
    for line in _tree(model_dir):
        if len(lines) == _LINES_LIMIT:
            lines[-1] = "  (more files are not shown)"
            break
        lines.append(line)
    _logger.error("The model directory %s holds:\n%s", model_dir, "\n".join(lines) or "  (nothing)")


def _tree(top):
    for folder, folders, files in os.walk(top):
        folders.sort()
        inside = os.path.relpath(folder, top)
        names = sorted(files) or ([""] if not folders and inside != "." else [])
        for name in names:
            path = name if inside == "." else os.path.join(inside, name)
            yield "  " + path
