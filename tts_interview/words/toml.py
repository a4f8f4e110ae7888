"""A list of words as the text of a lexicon, ready to be edited."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tts_interview.language.phonetics.respelling import respelling_of

if TYPE_CHECKING:
    from tts_interview.model import ListedWord
    from tts_interview.words import WordList

_HEAD = """\
# How the unusual words of {title} are said. Put right what is wrong, take out the rest, and give the file to --lexicon.
# "RUT-uh" is a respelling, with the stress in capitals; "/ˈrʌtə/" is in the International Phonetic Alphabet.
"""


def as_lexicon(words: WordList) -> str:
    """The text of a lexicon that says the words as they are said already. What no engine tells stands in a comment."""
    title = "".join(c for c in json.dumps(words.transcript.title, ensure_ascii=False) if c.isprintable())
    language = words.transcript.language.partition("-")[0]
    return "\n".join([_HEAD.format(title=title), f"[{language}]", *(_line(word, language) for word in words.words), ""])


def _line(word: ListedWord, language: str) -> str:
    times = "once" if word.count == 1 else f"{word.count} times, first"
    respelling = word.said.respelling or respelling_of(word.ipa, word.said.language or language)
    comment = f"{respelling}; {times} on line {word.line}" if respelling else f"{times} on line {word.line}"
    said = f"/{word.ipa}/" if word.ipa else word.said.respelling
    return f"{'' if said else '# '}{_quoted(word.written)} = {_quoted(said)}  # {comment}"


def _quoted(text: str) -> str:
    """A string of TOML; of what JSON leaves as it is, TOML refuses but one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
