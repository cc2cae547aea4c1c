"""Scoring scripts of our own, for models that come without one. They are run as a user's script is."""
