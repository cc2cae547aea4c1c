"""From the command line to a running master, or, after a fork, to a running child."""
import os
import sys

from .births import ChildBorn, ZygoteBorn
from .child.process import EXIT_START_FAILED, run_child
from .collector.keeper import keeper_for
from .extras import add_extras
from .failures import BAD_ARGUMENT, StartFailure
from .idle import idle_variables
from .journal import open_journal
from .master.notices import Notices
from .master.process import Master
from .preload.zygote import run_zygote
from .settings import read_document, read_settings, ready_fd_of


def main(argv):
    """Run the worker; returns the exit code of the process that returns (master or child)."""
    notices = Notices(None)
    try:
        if len(argv) != 2:
            raise StartFailure(BAD_ARGUMENT, "The worker takes one argument, the path of its configuration.")
        document = read_document(argv[1])
        notices = Notices(ready_fd_of(document))
        settings = read_settings(document, os.environ)
    except StartFailure as failure:
        notices.failed(failure.code, failure.message)
        sys.stderr.write("teal worker: {}\n".format(failure.message))
        return EXIT_START_FAILED
    logger = open_journal(settings.log_level)
    for sentence in idle_variables(os.environ):
        logger.info("%s", sentence)
    try:
        folder = os.path.dirname(os.path.abspath(argv[1]))
        add_extras(settings, folder)
        keeper = keeper_for(settings, folder)
    except StartFailure as failure:
        notices.failed(failure.code, failure.message)
        logger.error("The worker cannot start (%s): %s", failure.code, failure.message)
        return EXIT_START_FAILED
    # Forked processes arrive here with an almost empty stack and end as an ordinary program does, so that the
    # users' atexit functions run.
    place = None
    try:
        return Master(settings, notices, keeper).run()
    except ZygoteBorn as birth:
        place = birth.place
    except ChildBorn as birth:
        seat, loaded = birth.seat, birth.loaded
    if place is not None:
        try:
            return run_zygote(settings, place)
        except ChildBorn as birth:
            seat, loaded = birth.seat, birth.loaded
    return run_child(settings, seat, keeper, loaded)
