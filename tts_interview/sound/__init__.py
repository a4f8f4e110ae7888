"""The sound of an episode, from clips to the mastered file."""
