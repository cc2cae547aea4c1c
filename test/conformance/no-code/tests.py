"""Runs the tests of one module, or lists those of all, for a runner that shows each as its own.

    tests.py --list    the names of all tests, as a JSON list
    tests.py MODULE    one JSON line per test: {"test", "problem"}; the problem is null for a test that passed
"""
import json
import os
import sys
import unittest


class _Lines(unittest.TestResult):
    """Prints each result when it is known."""

    def addSuccess(self, test):
        _print(test, None)

    def addError(self, test, err):
        # Also for classes and modules, whose tests are then missing.
        super().addError(test, err)
        _print(test, self.errors[-1][1])

    def addFailure(self, test, err):
        super().addFailure(test, err)
        _print(test, self.failures[-1][1])

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            _print(test, "{}\n{}".format(subtest, self._exc_info_to_string(err, test)))


def main():
    """List or run."""
    found = unittest.defaultTestLoader.discover(os.path.dirname(os.path.abspath(__file__)))
    if sys.argv[1] == "--list":
        print(json.dumps([test.id() for test in _tests(found)]))
        return
    wanted = [test for test in _tests(found) if test.id().startswith(sys.argv[1] + ".")]
    unittest.TestSuite(wanted).run(_Lines())


def _tests(suite):
    for each in suite:
        if isinstance(each, unittest.TestSuite):
            yield from _tests(each)
        else:
            yield each


def _print(test, problem):
    print(json.dumps({"test": test.id(), "problem": problem}), flush=True)


if __name__ == "__main__":
    main()
