"""German number words and their agreement."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.numbers import Agreement, Figures

_BELOW_TWENTY = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn "
    "neunzehn"
).split()
_TENS = ("", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
_SCALES = ((10**12, "Billion"), (10**9, "Milliarde"), (10**6, "Million"))
_ORDINALS = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}


def cardinal(number: int, agreement: Agreement) -> str:
    """Return a number from 0 below 10**15: "eins", "ein" and "eine" before a noun, "einundzwanzig", "zwei Millionen"."""
    if number == 1 and agreement is not Agreement.ALONE:
        return "eine" if agreement is Agreement.FEMININE else "ein"
    for scale, name in _SCALES:
        if number >= scale:
            count, rest = divmod(number, scale)
            many = name + ("n" if name.endswith("e") else "en")
            head = f"eine {name}" if count == 1 else f"{cardinal(count, Agreement.ALONE)} {many}"
            return f"{head} {cardinal(rest, Agreement.ALONE)}" if rest else head
    # A number begins with "hundert" or "tausend"; "einhundert" and "eintausend" stand only inside one.
    return re.sub(r"^ein(?=hundert|tausend)", "", _below_million(number))


def _below_million(number: int) -> str:
    if number >= 1000:
        return _joined(number // 1000, "tausend", number % 1000)
    if number >= 100:
        return _joined(number // 100, "hundert", number % 100)
    if number < 20:
        return _BELOW_TWENTY[number]
    tens, ones = _TENS[number // 10], number % 10
    return f"{_stem(_BELOW_TWENTY[ones])}und{tens}" if ones else tens


def _joined(count: int, name: str, rest: int) -> str:
    head = _stem(_below_million(count)) + name
    return head + _below_million(rest) if rest else head


def _stem(word: str) -> str:
    """Return the form inside a word, where "eins" is "ein"."""
    return re.sub(r"eins$", "ein", word)


def year(number: int) -> str:
    """Return a year from 1100 to 1999 in hundreds: "neunzehnhundertvierundachtzig"."""
    return f"{_BELOW_TWENTY[number // 100]}hundert{_below_million(number % 100) if number % 100 else ''}"


def ordinal(number: int, ending: str) -> str:
    """Return an ordinal with an ending: "dritt" + "en", "zwanzigst" + "e"."""
    head, last = divmod(number, 100)
    before = cardinal(head * 100, Agreement.ALONE) if head else ""
    if 0 < last < 20:
        return before + _ORDINALS.get(last, f"{_BELOW_TWENTY[last]}t") + ending
    return f"{before}{_below_million(last) if last else ''}st{ending}"


def fraction(numerator: int, denominator: int) -> str | None:
    """Return a fraction by its name, up to hundredths and for thousandths: "zwei Fünftel", "ein Zwanzigstel"."""
    if denominator > 100 and denominator != 1000:
        return None
    return f"{cardinal(numerator, Agreement.MASCULINE)} {ordinal(denominator, 'el').capitalize()}"


_FEMININE_NOUNS = re.compile(
    r"(?:Frau|Stadt|Nacht|Hand|Wand|Bank|Zahl|Art|Zeit|Welt|Tür|Uhrzeit|Person|Mutter|Schwester|Tochter|Mark|Firma|Feier|Mauer"
    r"|Steuer|Nummer|Kammer|Butter|Million|Billion|[^\W\d_]+(?:ung|heit|keit|schaft|tion|sion|tät|ik|ie|ei|in|ur|enz|anz))"
    r"|(?!Name|Junge|Kollege|Kunde|Experte|Zeuge|Ende|Auge|Interesse|Gebäude|Gebirge|Gemälde|Ergebnisse)[A-ZÄÖÜ][^\W\d_]+e"
)
_FUNCTION_WORDS = frozenset(
    "und oder bis von zu mit in im am an auf aus bei für ist war sind waren als wie nach vor zum zur".split()
)


def agreement_with(word: str) -> Agreement:
    """Return what a number before the word agrees with, which only "ein" shows; neuter counts as masculine."""
    if not word or word.casefold() in _FUNCTION_WORDS:
        return Agreement.ALONE
    return Agreement.FEMININE if _FEMININE_NOUNS.fullmatch(word) else Agreement.MASCULINE


FIGURES = Figures(
    cardinal, agreement_with, point="Komma", plus="plus", minus="minus", dot="Punkt", to="bis", over="von", decimals_singly=True
)
