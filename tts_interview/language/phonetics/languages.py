"""The languages by whose rules espeak-ng reads words, and with it every engine that takes phonemes."""

from __future__ import annotations

# By the first part of their BCP 47 tags. Invented ones that no interview is held in are left out.
LANGUAGES = frozenset(
    """
    af am an ar as az ba be bg bn bpy bs ca chr cmn cs cv cy da de el en eo es et eu fa fi fo fr ga gd gn grc gu hak haw hbs
    he hi hr ht hu hy hyw ia id io is it ja jbo ka kaa kk kl kn ko kok ku ky la lb lfn lt ltg lv mi mk ml mr ms mt my nb nci
    ne nl no nog om or pa pap pl pt qu quc ro ru sd shn si sk sl smj sq sr sv sw ta te th ti tk tn tr tt ug uk ur uz vi yue
    zh
    """.split()  # noqa: SIM905 - a list of words is read best as words
)
# Those with rules of their own.
_REGIONAL = frozenset({"en-gb", "en-us", "pt-br", "pt-pt", "es-419", "es-mx", "fr-be", "fr-ch"})


def is_known_language(tag: str) -> bool:
    """Whether there are rules for the language of a BCP 47 tag, as `fr` or `pt-BR`."""
    return tag.partition("-")[0].casefold() in LANGUAGES


def rules_of(tag: str) -> str:
    """By which rules a language is read: those of its region, as `pt-br`, or else of the language, as `de` for `de-AT`."""
    lower = tag.replace("_", "-").casefold()
    return lower if lower in _REGIONAL else lower.partition("-")[0]
