"""The page without its turns: what is furniture, where turns could begin, its title and language."""
