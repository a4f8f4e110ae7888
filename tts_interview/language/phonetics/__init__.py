"""The sounds of words in writing: the International Phonetic Alphabet, respellings, and the languages with known rules."""

from __future__ import annotations

# Languages by whose rules espeak-ng, and with it every engine that takes phonemes, reads words: the first parts of their BCP
# 47 tags, without constructed languages.
LANGUAGES = frozenset(
    """
    af am an ar as az ba be bg bn bpy bs ca chr cmn cs cv cy da de el en eo es et eu fa fi fo fr ga gd gn grc gu hak haw hbs
    he hi hr ht hu hy hyw ia id io is it ja jbo ka kaa kk kl kn ko kok ku ky la lb lfn lt ltg lv mi mk ml mr ms mt my nb nci
    ne nl no nog om or pa pap pl pt qu quc ro ru sd shn si sk sl smj sq sr sv sw ta te th ti tk tn tr tt ug uk ur uz vi yue
    zh
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
# Regions with their own rules.
_REGIONAL = frozenset({"en-gb", "en-us", "pt-br", "pt-pt", "es-419", "es-mx", "fr-be", "fr-ch"})


def is_known_language(tag: str) -> bool:
    """Return whether espeak-ng has rules for the language of a BCP 47 tag, such as `fr` or `pt-BR`."""
    return tag.partition("-")[0].casefold() in LANGUAGES


def rules_of(tag: str) -> str:
    """Return the name of the rules for a BCP 47 tag: of its region, such as `pt-br`, or its language, `de` for `de-AT`."""
    lower = tag.replace("_", "-").casefold()
    return lower if lower in _REGIONAL else lower.partition("-")[0]
