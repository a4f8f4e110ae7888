"""Hindi number words."""

from __future__ import annotations

from tts_interview.language.spoken_text.numbers import Agreement, Figures

_BELOW_HUNDRED = (
    "शून्य एक दो तीन चार पाँच छह सात आठ नौ "
    "दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस "
    "बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस "
    "तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस "
    "चालीस इकतालीस बयालीस तैंतालीस चौवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास "
    "पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ "
    "साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर "
    "सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उन्यासी "
    "अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी "
    "नब्बे इक्यानवे बानवे तिरानवे चौरानवे पचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे"
).split()
_SCALES = ((10**11, "खरब"), (10**9, "अरब"), (10**7, "करोड़"), (10**5, "लाख"), (1000, "हज़ार"), (100, "सौ"))
# The stems of ordinals that are not formed from the number.
_ORDINALS = {1: "पहल", 2: "दूसर", 3: "तीसर", 4: "चौथ", 6: "छठ"}


def cardinal(number: int, _agreement: Agreement = Agreement.ALONE) -> str:
    """Return a number from 0 below 10**15, counted in thousands, lakhs and crores; it has no agreement."""
    for scale, name in _SCALES:
        if number >= scale:
            count, rest = divmod(number, scale)
            head = f"{cardinal(count)} {name}"
            return f"{head} {cardinal(rest)}" if rest else head
    return _BELOW_HUNDRED[number]


def year(number: int) -> str:
    """Return a year from 1100 to 1999 in hundreds: "उन्नीस सौ चौरासी"."""
    hundreds, rest = divmod(number, 100)
    return f"{_BELOW_HUNDRED[hundreds]} सौ {_BELOW_HUNDRED[rest] if rest else ''}".strip()


def fraction(numerator: int, denominator: int) -> str:
    """Return a fraction: "दो बटा सात"."""
    return f"{cardinal(numerator)} बटा {cardinal(denominator)}"


def ordinal(number: int, ending: str) -> str:
    """Return an ordinal; `ending` is its written ending, such as "वीं" or "ला"."""
    vowel = {"ी": "ी", "ीं": "ी", "े": "े", "ें": "े"}.get(ending.lstrip("वरलथठ"), "ा")
    if number in _ORDINALS:
        return _ORDINALS[number] + vowel
    return cardinal(number) + "व" + {"ी": "ीं", "े": "ें", "ा": "ाँ"}[vowel]


def _no_agreement(_word: str) -> Agreement:
    return Agreement.ALONE


FIGURES = Figures(
    cardinal,
    _no_agreement,
    point="दशमलव",
    plus="प्लस",
    minus="माइनस",
    dot="पॉइंट",
    to="से",
    over="बटा",
    groups=",",
    decimal=".",
    decimals_singly=True,
)
