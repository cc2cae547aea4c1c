"""The scoring contract: loading a script, calling run(), turning its result into an answer."""
