"""A child process: loads the scoring script and answers requests, one at a time."""
