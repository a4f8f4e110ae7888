"""What depends on a language and on nothing else: how texts are spoken, phonemes, lexicons, and the words of the tool."""
