"""Heteronyms: words of one spelling and several pronunciations, told apart by the words around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tts_interview.language.spoken_text.patterns import after, before
from tts_interview.language.spoken_text.rules import Rule, Spoken

_ADVERB = r"(?:(?:\w+ly|not|always|also|just|still|never|even|only|ever|already|now|often|then)\s)?"
_MODAL = (
    r"to|will|would|can|could|may|might|must|should|shall|do|does|did|cannot|let['’]s|please"
    r"|(?:do|does|did|wo|ca|could|would|should|must)n['’]t|\w+['’](?:ll|d)"
)
_HAVE = r"have|has|had|having|\w+['’]ve|be|been|being|was|were|is|are|am|get|gets|got|(?:has|have|had|was|were|is|are)n['’]t"
_THEY = r"I|you|we|they|who|people|[a-z]{3,}(?:ers|men|women|ans)"
_HE = r"he|she|it|(?-i:[A-Z][a-z]+[a-rt-z])"
# An infinitive follows these: "did she read", "let him read", "can anybody read".
_ASKED = rf"\b(?:{_MODAL}|let|lets|make|makes|made|help|helped|hear|heard|watch|watched|see|saw)\s(?:\w+\s){{1,2}}$"
_AFTER_VERB = rf"\b(?:{_MODAL})\s{_ADVERB}$"
_AFTER_SUBJECT = rf"\b(?:{_MODAL}|{_THEY})\s{_ADVERB}$"
_PAST = re.compile(
    r"\b(?:yesterday|ago|last\s(?:night|week|month|year|summer|winter|spring|fall)|was|were|had|did|didn['’]t|went|said|came|saw|got"
    r"|told|thought|knew|felt|made|took|gave|found|began|wrote|became|heard|once|in\s(?:19|20)\d\d|[a-z]{3,}ed)\b"
)
_AROUND = 150


@dataclass(frozen=True, slots=True)
class Variant:
    """One pronunciation of a word, and the patterns before or after the word that select it.

    Without patterns it applies if no earlier one does. Without phonemes the word is left to the engine.
    """

    ipa: str
    respelling: str
    before: str = ""
    after: str = ""

    def fits(self, found: re.Match[str]) -> bool:
        """Return whether the word has this pronunciation here."""
        if not self.before and not self.after:
            return True
        is_after = self.before and re.search(self.before, before(found), re.I)
        return bool(is_after or (self.after and re.match(self.after, after(found), re.I)))


# Words before a noun or an adjective, which may have another one between.
_DETERMINER = (
    r"the|a|an|this|these|those|its|their|our|your|my|his|her|no|any|some|much|more|less|every|each|whose|such|another"
    r"|\w+['’]s"
)
_BETWEEN = (
    r"\w+(?:al|ic|ive|ous|ful|ble|less|ary|ish|est)|new|old|big|small|great|good|best|fair|common|single|public|dual|first|second|third|last"
    r"|next|little|whole|own|same|other|only|main|heavy|fresh|local|free|early|late|long|short|drug|land|water|energy|everyday|daily"
)
_AFTER_DETERMINER = (
    rf"\b(?:{_DETERMINER})\s(?:(?:{_BETWEEN})\s){{0,2}}$|\b(?:of|in|for|into|without|by|from|on|per|with|{_BETWEEN})\s$"
)
_AFTER_HE = rf"\b(?:{_HE}|who|that|which|nobody|everybody|everyone|somebody|someone|anybody|anyone|one)\s{_ADVERB}$"
_HELPED = r"\b(?:let|lets|make|makes|made|help|helps|helped)\s(?:me|him|her|them|us|you|it|people)\s$"
_SOUNDS = Path(__file__).with_name("heteronyms.tsv")
# After "to" every engine reads the verb; phonemes for one word would break the flow.
_AS_IT_IS = Variant("", "", r"\bto\s$")
_READ, _RED = ("ˈɹiːd", "reed"), ("ˈɹɛd", "red")
_LYVE, _LIV = ("ˈlaɪv", "lyve"), ("ˈlɪv", "liv")
_PRONUNCIATIONS: dict[str, tuple[Variant, ...]] = {
    "lead": (
        Variant(
            "ˈlɛd",
            "led",
            r"\b(?:contain(?:s|ed|ing)?|molten|like|(?:made|full|out|ounces?|traces?|levels?|amounts?|pounds?|tons?|sheets?)\sof)\s$",
            r"[-\s](?:pipes?|paint(?:s|ed)?|poisoning|bullets?|balloons?|pencils?|acid|free|levels?|contamination|exposure|dust"
            r"|mines?|ore|weights?|crystal|shot|batter(?:y|ies)|glass|lined)\b",
        ),
    ),
    "live": (
        Variant(
            *_LYVE,
            after=r"[-\s](?:music|shows?|broadcasts?|performances?|audiences?|bands?|albums?|events?|stream(?:s|ed|ing)?|coverage|ammunition"
            r"|ammo|fire|wires?|animals?|tv|television|radio|updates?|feeds?|chats?|recordings?|theat(?:er|re)|bait|births?|concerts?"
            r"|from|in\sconcert|on\s(?:air|stage|tv|television|radio|camera|the\sair))\b",
        ),
        _AS_IT_IS,
        Variant(*_LIV, rf"{_AFTER_SUBJECT}|\b(?:not|and|or|longer|actually|only|all|both|where)\s$"),
        Variant(
            *_LYVE,
            r"\b(?:a|an|the|went|go|goes|going|gone|broadcast|streamed|recorded|perform(?:ed|ing)?|air(?:ed|ing)?|play(?:ed|ing)?"
            r"|is|was|are|were|am|be|been|seen|sung|his|her|their|our|first|it)\s$",
        ),
        Variant(*_LIV),
    ),
    "lives": (
        Variant("ˈlɪvz", "livz", rf"\b(?:{_HE}|who|that|which|nobody|everybody|somebody|one|still|now)\s{_ADVERB}$"),
        Variant(
            "ˈlaɪvz",
            "lyves",
            r"\b(?:their|our|your|his|her|my|its|whose|the|these|those|of|many|several|two|nine|few|more|all|some|both|human|own|past"
            r"|private|daily|other|innocent|sav(?:e|es|ed|ing)|los(?:e|es|ing|t)|cost|claimed|chang(?:e|es|ed|ing)|\w+['’]s?)\s$",
        ),
        Variant("ˈlɪvz", "livz", after=r"\s(?:in|at|on|with|alone|here|there|near|by|under|next|up|down)\b"),
    ),
    "record": (
        Variant(
            "ˈɹɛkɚd",
            "reckerd",
            after=r"(?:-|\s)(?:highs?|lows?|levels?|numbers?|heat|cold|temperatures?|profits?|sales|amounts?|crowds?|breaking)\b",
        ),
    ),
    "minute": (
        Variant(
            "maɪˈnuːt",
            "my noot",
            r"\b(?:most|very|so|extremely|incredibly)\s$",
            r"\s(?:details?|amounts?|quantit(?:y|ies)|differences?|particles?|traces?|changes?|fractions?|examination|creatures?|scale)\b",
        ),
    ),
    "wind": (
        Variant("ˈwɪnd", "winnd", r"\b(?:the|a|strong|north|south|east|west|no|of|solar|this|that|head|tail|and)\s$"),
        _AS_IT_IS,
        Variant(
            "ˈwaɪnd",
            "wynde",
            _AFTER_SUBJECT,
            r"\s(?:up|down|back|its\sway|their\sway|his\sway|her\sway|your\sway|(?:the|a|your|my|his|her)\s(?:clock|watch|handle|spring|wool|thread|yarn))\b",
        ),
    ),
    "winds": (
        Variant(
            "ˈwaɪndz", "wyndes", rf"\b(?:he|she|it|that|which|who|road|path|river|trail|street|stair|staircase)\s{_ADVERB}$"
        ),
    ),
    "wound": (
        Variant("ˈwaʊnd", "wownd", r"\bbe\s$", r"\s(?:up|down|around|round|through|its\sway|their\sway|back|on\sand\son)\b"),
    ),
    "tear": (
        Variant("ˈtɪɹ", "teer", after=r"[-\s](?:gas|ducts?|drops?|stained)\b"),
        Variant(
            "ˈtɛɹ",
            "tair",
            _AFTER_SUBJECT,
            r"\s(?:down|up|apart|off|into|out|open|away|it|them|along|in\sthe|in\shis|in\sher)\b",
        ),
    ),
    "tears": (Variant("ˈtɛɹz", "tairs", r"\b(?:he|she|it|that|which)\s$", r"\s(?:down|up|apart|off|it|them)\b"),),
    "close": (
        Variant(
            "ˈkloʊs",
            "closs",
            after=r"\s(?:to|by|enough|friends?|calls?|ties|relations(?:hips?)?|family|range|contact|quarters|second|ally|allies|races?"
            r"|relatives?|attention|looks?|match|encounters?|together)\b",
        ),
        Variant("ˈkloʊs", "closs", r"\b(?:so|too|very|how|as|that|get|gets|got|is|are|was|were|be|been|come|came|not)\s$"),
        Variant("ˈkloʊz", "cloze", rf"{_AFTER_SUBJECT}|^[\"“‘(]?$", r"\s(?:your|his|its|our|down|it|them)\b"),
        Variant("ˈkloʊs", "closs"),
    ),
    "content": (
        Variant(
            "kənˈtɛnt",
            "cun tent",
            r"\b(?:am|is|are|was|were|be|feel|felt|feels|perfectly|quite|seem|seems|seemed|entirely|\w+['’]m)\s$",
        ),
        Variant("ˈkɑːntɛnt", "con tent"),
    ),
    "contents": (Variant("ˈkɑːntɛnts", "con tents"),),
    "bow": (
        Variant(
            "ˈbaʊ",
            "bough",
            r"\b(?:take|takes|took|taking|deep|final|last|little)\s(?:a\s)?$",
            r"\s(?:to|down|out|before|my|your|his|her)\b",
        ),
    ),
    "bass": (Variant("ˈbæs", "bas", r"\b(?:sea|striped|largemouth|smallmouth|caught\sa)\s$"), Variant("ˈbeɪs", "base")),
}


@cache
def _nouns_and_verbs() -> dict[str, tuple[str, str]]:
    """Return the phonemes of words as a noun or an adjective, and as a verb."""
    lines = (line.split("\t") for line in _SOUNDS.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {word: (noun, verb) for word, noun, verb in lines}


def _noun_or_verb(found: re.Match[str]) -> Spoken | None:
    """Pronounce a word as a noun or a verb if the words around it say which it is.

    Engines that take no phonemes read the word itself, which they know better than a respelling made from phonemes.
    """
    noun, verb = _nouns_and_verbs().get(found[0].casefold(), ("", ""))
    words = before(found)
    if not noun or _AS_IT_IS.fits(found):
        return None
    if re.search(_AFTER_DETERMINER, words, re.I) or re.match(r"\sof\b", after(found)):
        return Spoken(found[0], noun, found[0])
    is_verb = re.search(_AFTER_HE if found[0].endswith("s") else rf"{_AFTER_SUBJECT}|{_HELPED}", words, re.I)
    return Spoken(found[0], verb, found[0]) if is_verb and not re.search(r"\b(?:do|does|did)\s$", words) else None


def _pronounced(found: re.Match[str]) -> Spoken | None:
    """Return the first pronunciation that fits, or None if the engine reads the word correctly by itself."""
    variant = next((variant for variant in _PRONUNCIATIONS[found[0].casefold()] if variant.fits(found)), _AS_IT_IS)
    return Spoken(found[0], variant.ipa, variant.respelling) if variant.ipa else None


def _read(found: re.Match[str]) -> Spoken | None:
    """Pronounce "read" as past or present, by the words before it and by other verbs near it."""
    if _AS_IT_IS.fits(found):
        return None
    return Spoken(found[0], *(_RED if _is_past(found) else _READ))


def _is_past(found: re.Match[str]) -> bool:
    words = before(found)
    if re.search(rf"\b(?:{_HAVE})\s{_ADVERB}$|\b(?:well|widely|little|much|most|best)[-\s]$", words, re.I):
        return not re.search(r"\b(?:is|are|was|were|am|be)\sto\s$", words)
    if re.search(rf"{_AFTER_VERB}|{_ASKED}", words, re.I) or re.match(r"-", after(found)):
        return False
    if re.search(rf"\b(?:{_HE})\s{_ADVERB}$", words, re.I):
        return True
    has_subject = re.search(rf"\b(?:{_THEY}|and)\s{_ADVERB}$", words, re.I)
    around = found.string[max(0, found.start() - _AROUND) : found.end() + _AROUND]
    return bool(has_subject and _PAST.search(around))


RULES = (
    Rule("heteronym read", re.compile(r"(?<!\w)read(?!\w)", re.I), _read),
    Rule("heteronym", re.compile(rf"(?<![\w])(?:{'|'.join(_PRONUNCIATIONS)})(?![\w])", re.I), _pronounced),
    Rule("noun or verb", re.compile(r"(?<![\w'’-])[a-z]{3,16}(?!\w)", re.I), _noun_or_verb),
)
