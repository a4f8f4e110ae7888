"""Where the sentences of a text end.

Libraries were weighed on our table of 97 cases in ten languages, of which these rules cut all as they should: sentencex 83,
pysbd 75, nupunkt 60, syntok 58. They cut inside quotations, or after "M." and "19." of a French and a German text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tts_interview.language.spoken_text.ranges import Unbroken, stripped

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLOSING = "\"'”’»)\\]“」』）"
# A mark that ends a sentence, with what closes after it, and a footnote; in Chinese and Japanese no space need follow.
_END = re.compile(
    rf"(?<![.!?…।॥。！？])(?:[.!?…।॥。！？]++(?:[{_CLOSING}]|[ \u00a0\u202f]»)*+(?:\[\d{{1,3}}\])*+(?:\s++|$)"
    rf"|[。！？]++(?:[{_CLOSING}]++(?=[^\s、，,とって])|(?=[^\s{_CLOSING}、，,])))"
)
# What is said in quotation marks or brackets is not cut, unless it is as long as several sentences are.
_QUOTATION = re.compile(
    r"“[^“”]{1,300}”|„[^„“”]{1,300}[“”]|«[^«»]{1,300}»|‹[^‹›]{1,300}›|「[^「」]{1,300}」|『[^『』]{1,300}』"
    r'|(?<![^\s(\[—–-])"(?=\S)[^"]{1,300}(?<=\S)"(?!\w)'
    r"|(?<![^\s(\[“—–-])‘(?=\S)[^‘“”]{1,300}?[.!?…,]’(?!\w)"
    r"|\([^()]{1,300}\)|\[[^\[\]]{1,300}\]|（[^（）]{1,300}）"
)
# Where nothing is written in lower case, these go on after a quotation: "he said".
_QUOTED, _SAYING = re.compile('[”"’»]'), re.compile(r"(?:उस(?:ने|के)|उन्होंने|मैंने|कहा|बोला|बोली|पूछा)(?!\w)")
# Looked at before and after a mark.
_AROUND_CHARS = 40
# After these a full stop ends no sentence.
_ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof sen rep gov gen col lt sgt capt cmdr adm hon rev pres messrs mt ft eds dept est approx vs e.g i.e
    cf jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri z.b d.h u.a bzw ca hr fr dipl ing mme mlle av
    ud uds sra dra sr sres drs lic sig dott dott.ssa avv on p.ej p.ex cap pág vs cpl pvt fr msgr supt insp det
    """.split()  # noqa: SIM905 - a list of words is read best as words
)
# These are abbreviations before a number, and words elsewhere.
_BEFORE_NUMBERS = frozenset({"no", "nos", "nr", "núm", "n.º", "г", "vol", "fig", "figs", "art", "p", "pp"})
# These, and abbreviations of single letters, end a sentence only if the next word is one that begins sentences.
_AT_EITHER_PLACE = frozenset({"st", "inc", "ltd", "co", "corp", "etc", "ecc", "jr", "sr", "al", "usw", "ed"})
_LETTERS = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]|[^\W\d_]")
_STARTERS = frozenset(
    """
    the a an i we you he she it they this that these those there and but so or if when while what who why how where which
    in on at for from with as is are was do does did my our your his her its their yes no not now then well because
    der die das ein eine ich du er sie es wir ihr und aber wenn wann wer wie wo warum dann danach da so nun jetzt doch denn
    el la los las un una yo tú él ella nosotros pero si cuando quién qué cómo dónde después luego entonces así sí
    le les une je tu il elle nous vous ils elles et mais quand qui que comment où puis alors après ce cette
    lo gli io lui lei noi voi loro ma se quando chi che come dove poi allora dopo non
    os as um uma eu ele ela nós eles mas quando quem como onde depois então não sim
    """.split()  # noqa: SIM905 - as above
)


def sentences(text: str, whole: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """The ranges of the sentences of a text, without white space around them; no range of `whole` and no quotation is cut."""
    unbroken = Unbroken([*whole, *(found.span() for found in _QUOTATION.finditer(text))])
    ranges = []
    start = 0
    for found in _END.finditer(text):
        if not unbroken.holds(found.end()) and _ends_sentence(text, start, found):
            ranges.append((start, found.end()))
            start = found.end()
    return stripped(text, [*ranges, (start, len(text))])


def _ends_sentence(text: str, start: int, found: re.Match[str]) -> bool:
    if found.end() == len(text):
        return True
    following = text[found.end() : found.end() + _AROUND_CHARS].lstrip("\"'“‘«([¿¡")
    # A quotation may go on with who says it: "Really?" he asked.
    if following[:1].islower() or (_QUOTED.search(found[0]) and _SAYING.match(following)):
        return False
    if found[0][0] != "." or found[0].startswith(".."):
        return True
    word = re.split(r"\s", text[max(start, found.start() - _AROUND_CHARS) : found.start()])[-1].lstrip("\"'“‘«([")
    return _ends_after(word, following)


def _ends_after(word: str, following: str) -> bool:
    """Whether a full stop after the word is more than that of an abbreviation."""
    if word.casefold() in _BEFORE_NUMBERS:
        return not following[:1].isdigit()
    if (_LETTERS.fullmatch(word) and word != "I") or word.casefold() in _AT_EITHER_PLACE:
        return re.split(r"[^\w]", following, maxsplit=1)[0].casefold() in _STARTERS
    return word.casefold() not in _ABBREVIATIONS
