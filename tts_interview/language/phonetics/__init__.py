"""How words sound, in writing: the International Phonetic Alphabet, respellings, and the languages whose rules are known."""
