"""Everything that depends only on a language: spoken text, phonemes, lexicons, and the messages of the program."""
