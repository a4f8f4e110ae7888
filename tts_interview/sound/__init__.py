"""Clips -> Episode -> Mastered: the sound of an episode."""
