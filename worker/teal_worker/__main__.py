"""Entry point of the worker: ``python -u .../teal_worker CONFIG.json``."""
import os
import sys


def _start():
    # The interpreter puts this folder in front of sys.path. It is needed for one import only: users'
    # scripts must neither find our modules by accident nor be able to replace them.
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != here]
    sys.path.insert(0, here)
    try:
        from _teal_worker.start import main
    finally:
        sys.path.remove(here)
    return main(sys.argv)


# A child that a script starts with multiprocessing's spawn method imports this file again.
if __name__ == "__main__":
    sys.exit(_start())
