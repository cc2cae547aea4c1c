"""WORKER_PRELOAD: one process, the zygote, imports the scoring script, and the children are forked from it."""
