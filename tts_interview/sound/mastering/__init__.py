"""Bring the voices and the whole episode to their loudness."""
