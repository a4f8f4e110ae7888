"""Acronyms: those that are words and those that are spelt; initials; words that are shouted."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.english.context import after, before, full_stop
from tts_interview.language.spoken_text.english.spelling import spelled
from tts_interview.language.spoken_text.rules import Rule, Spoken

# Said as words, against the rule of thumb.
_SAID = frozenset(
    """
    NATO NASA AIDS OPEC ICE DACA PETA DOGE MAGA NAFTA FEMA OSHA CERN FIFA UEFA IKEA PIN SIM RAM ROM ZIP JPEG GIF LAN
    WAN SWAT SARS MERS WASP YOLO FOMO NIMBY BAFTA AWACS AUKUS BRICS ANZAC SAG TED MAD COP SEAL SEALS SALT START INF
    PEN NOW RICO BIOS HUAC CAT PAC CIS DARE NICE WHIP KIPP NORAD UNICEF UNESCO NASDAQ COVID ISIS POTUS SCOTUS FLOTUS
    ASEAN OPCW TASS LASIK HIPAA DARPA EBITDA
    """.split()
) - {"NOW", "INF", "OPCW", "CIS"}
# Spelt, though they could be said.
_SPELT = frozenset(
    """
    EU US UK UN USA UAE AI IT TV PC UFO CEO CFO COO CIO CTO UCLA IAEA AOC ACLU ASAP USAID AARP EPA EFTA EEA ECB ECHO
    OECD RAF USAF ANC IOC ICC ICU IVF IUD EMT EKG ECG EEG IOU AKA DIY DOA ETA FAQ UFC NRA IRA IRS ISP IPO IMF IMDB IDF
    NIH AMA APA ABC AUMF UCL USC UNHCR IV USSR LSE ATM IED IQ EQ ID AC DC OD OAS AU ASA HIV HPV DNA RNA MRI GPS GDP
    GNP GOP DUI UNC URL USB IUCN USGA NIMH USPS TSA IBM
    """.split()
) - {"USAID", "ECHO"}
# Short words that people shout or print in capitals.
_WORDS = frozenset(
    """
    A I AM AN AND ANY ARE AS AT BE BIG BUT BY CAN DAY DID DO END FAR FEW FOR GET GO GOD GOT HAD HAS HE HER HEY HI HIM
    HIS HOT HOW IF IN IS ITS JOY LET LOT MAN MAY ME MEN MY NEW NO NOT NOW OF OFF OH OLD ON ONE OR OUR OUT OWN PUT RAN
    RED RUN SAD SAY SEE SHE SIX SO SON SUN TEN THE TOO TOP TRY TWO UP USE VIA WAS WAY WE WHO WHY WIN YES YET YOU BAD
    BOY ASK ACT ADD AGO ALL BAG BED BOX CAR CUT DOG EAT EYE FUN GUN GUY JOB KEY KID LAW LIE LOW MOM DAD MAD NAH OKAY
    OK PAY SET SIR SIT TAX TEA TOY WAR WET WOW YEP ZOO BOO BYE DIE DRY DUE
    """.split()
)
_VOWEL = "[AEIOUY]"
_SAYABLE = re.compile(
    rf"(?:[^AEIOUY]|[BCDFGPST][LRHW]|S[CKLMNPTW][HLR]?|THR|[KW][NHR]|QU)?(?:{_VOWEL}{{1,2}}[^AEIOUY]{{1,2}}){{1,3}}(?:{_VOWEL}{{1,2}}|[STH])?"
)
_ENDING = r"(?P<ending>['’]?s)?"
_LETTERED = re.compile(
    r"\b(?:an|vitamin|plan|grade|group|type|team|level|point|hepatitis|option|section|schedule|exhibit)\s$", re.I
)
_CAPITALS = re.compile(r"[A-Z]{2,40}")


def _acronym(found: re.Match[str]) -> Spoken | str | None:
    letters, ending = found["letters"], found["ending"] or ""
    if letters in _SAID or letters.startswith("WW"):
        return None
    if letters in _SPELT or (letters == "WHO" and _is_an_organisation(found)):
        return spelled(letters, ending)
    shouted = letters in _WORDS or _among_capitals(found)
    if shouted:
        return None if ending else letters.lower()
    is_word = len(letters) > 3 and _SAYABLE.fullmatch(letters)
    return letters.lower() + ending if is_word else spelled(letters, ending)


def _is_an_organisation(found: re.Match[str]) -> bool:
    return bool(found["ending"] or re.search(r"\b(?:the|by|from|at|to|of|with|and)\s$", before(found), re.I))


def _among_capitals(found: re.Match[str]) -> bool:
    """Whether a word next to it is in capitals too and no acronym: the whole is shouted, or a heading."""
    neighbours = (*before(found).split()[-1:], *after(found).split()[:1])
    return bool(re.search(_VOWEL, found["letters"])) and any(_is_shouted(word.strip(".,;:!?")) for word in neighbours)


def _is_shouted(word: str) -> bool:
    is_word = word in _WORDS or len(word) > 6 or (len(word) > 3 and _SAYABLE.fullmatch(word))
    return bool(_CAPITALS.fullmatch(word) and is_word and word not in _SPELT | _SAID)


def _dotted(found: re.Match[str]) -> Spoken:
    said = spelled(found[0])
    return Spoken(said.spoken + full_stop(found), said.ipa, said.respelling)


_PHONETIC = {
    "mRNA": "M R N A",
    "tRNA": "T R N A",
    "pH": "P H",
    "PhD": "P H D",
    "PhDs": "P H D's",
    "BSc": "B S C",
    "MSc": "M S C",
    "LLC": "L L C",
    "vCJD": "V C J D",
    "eID": "E I D",
    "LGBTQIA": "L G B T Q I A",
    "DPhil": "D Phil",
    "MPhil": "M Phil",
    "OK": "okay",
    "OKed": "okayed",
    "OK'd": "okayed",
}
RULES = (
    Rule(
        "letters and ampersand",
        re.compile(r"(?<![\w&])[A-Z]{1,2}(?:\s?&\s?[A-Z]{1,2})+(?P<ending>['’]?s)?(?![\w&])"),
        lambda f: Spoken(
            " and ".join(" ".join(part.strip()) for part in re.sub(r"['’]?s$", "", f[0]).split("&"))
            + ("'s" if f["ending"] else "")
        ),
    ),
    Rule(
        "dotted letters",
        re.compile(r"(?<![\w.])(?:(?:[A-Z]\.\s?(?=[A-Z]\.)){1,5}[A-Z]\.(?![A-Za-z])|[A-Z]\.[A-Z](?![\w.]))"),
        _dotted,
    ),
    Rule("degree", re.compile(r"(?<![\w.])(?:Ph\.\s?D|B\.Sc|M\.Sc|LL\.[BM]|D\.Phil)\.(?![A-Za-z])"), _dotted),
    Rule(
        "initial",
        re.compile(r"(?<![\w.])(?:[A-HJ-Z]|(?<=[a-z]\s)I)\.(?=\s[A-Z][a-z])"),
        lambda found: spelled(found[0]),
    ),
    Rule(
        "mixed letters",
        re.compile(rf"(?<![\w.])(?:{'|'.join(sorted(_PHONETIC, key=len, reverse=True))})(?!\w)"),
        lambda f: _PHONETIC[f[0]],
    ),
    Rule("acronym", re.compile(rf"(?<![\w.@#])(?P<letters>[A-Z]{{2,6}}){_ENDING}(?![\w&])(?!\.[A-Z])"), _acronym),
    Rule("shouted word", re.compile(r"(?<![\w.@#])[A-Z]{7,40}(?!\w)"), lambda found: found[0].lower()),
    Rule(
        "letter A",
        re.compile(r"(?<=[a-z]\s)A(?![\w.-])"),
        lambda found: spelled("A") if _LETTERED.search(before(found)) else None,
    ),
    Rule(
        "letter A, joined",
        re.compile(r"(?<![\w.])A(?=-(?:list|level|levels|team|side|flat|plus|minus|road|roads)\b)"),
        lambda _: spelled("A"),
    ),
)
