"""Write a list of words as a lexicon for people to edit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tts_interview.language.phonetics.respelling import respelling_of

if TYPE_CHECKING:
    from tts_interview.model import ListedWord
    from tts_interview.words import WordList

_HEAD = """\
# The unusual words of {title}. Correct the wrong ones, delete the others, and pass the file to --lexicon.
# "RUT-uh" is a respelling, with the stress in capitals; "/ˈrʌtə/" is in the International Phonetic Alphabet.
"""


def as_lexicon(words: WordList) -> str:
    """Return a lexicon with the current pronunciations. A word whose pronunciation is unknown is a comment."""
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
    """Return a TOML string. DEL is the only character that JSON allows unescaped and TOML does not."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
