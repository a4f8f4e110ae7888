"""What single words say of a talk: whether they ask, end a sentence, speak of oneself or to somebody."""

import re

from tts_interview.parsing.vocabulary import any_of

_ASKS_WITHOUT_MARK = re.compile(rf"(?:{any_of('question_endings')})[。．.!！]?[」』”]?\s*$")
_INVITES = re.compile(rf"(?:(?:{any_of('before_invitations')})[,\s]+)*(?:{any_of('invitations')})", re.I)
# The words by which people speak of themselves and to each other.
FIRST_PERSON = re.compile(any_of("of_self"))
SECOND_PERSON = re.compile(any_of("addresses"))
QUOTES = "\"'“”„«»「」『』*_ \t\xa0"
OPENING_QUOTES = ('"', "“", "„", "«", "「", "‘", ",,")
BEFORE_WORDS = QUOTES + "0123456789.)"
QUESTION_MARKS = ("?", "？")
_SENTENCE_ENDS = (".", "!", "…", "。", "！", *QUESTION_MARKS)
# A question is often followed by a sentence or two that explain it.
_TAIL_CHARS = 160


def asks(text: str) -> bool:
    """Return whether a text asks: a question mark near its end, a question's ending without one, or "Tell us about it."."""
    tail = text[-_TAIL_CHARS:]
    marked = "?" in tail or "？" in tail or "؟" in tail
    in_words = not tail.isascii() and _ASKS_WITHOUT_MARK.search(tail)
    return marked or bool(in_words) or bool(_INVITES.match(text.lstrip(BEFORE_WORDS)))


def ends_in_question_mark(text: str) -> bool:
    """Return whether a question mark is the last sign of a text."""
    return text.rstrip().endswith(QUESTION_MARKS)


def ends_sentence(text: str) -> bool:
    """Return whether a text ends as sentences do, whatever quotes stand after its end."""
    return text.rstrip(QUOTES).endswith(_SENTENCE_ENDS)
