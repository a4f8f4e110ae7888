"""Archives: thousands of interviews in one library, whose state is one file that can be read at any time.

`sources` says what is in it, `planning` reads it all without speaking, `review` takes what a person decides, and `running`
makes the episodes on the workers of a `cluster`, each by a call of `unit`. `library` holds the state.
What only an archive knows is in `people` and `roster` (who is who), `hosts`, `twins` (one interview twice) and `furniture`.
"""
