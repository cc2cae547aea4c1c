"""The Python worker of Teal: loads one scoring script and answers HTTP on a Unix socket.

Standard library alone, Python 3.8 and later: it runs inside the users' environments.
"""
