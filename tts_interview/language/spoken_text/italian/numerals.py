"""Italian number words and their agreement."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.numbers import Agreement, Figures

_BELOW_TWENTY = (
    "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette "
    "diciotto diciannove"
).split()
_TENS = ("", "", "venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta")
_ORDINALS = ("", "primo", "secondo", "terzo", "quarto", "quinto", "sesto", "settimo", "ottavo", "nono", "decimo")
_SCALES = ((10**12, "bilione", "bilioni"), (10**9, "miliardo", "miliardi"), (10**6, "milione", "milioni"))


def cardinal(number: int, agreement: Agreement) -> str:
    """Return a number from 0 below 10**15: "ventuno"; only one agrees ("un", "una")."""
    if number == 1 and agreement is not Agreement.ALONE:
        return "una" if agreement is Agreement.FEMININE else "un"
    for scale, one, many in _SCALES:
        if number >= scale:
            count, rest = divmod(number, scale)
            head = f"un {one}" if count == 1 else f"{cardinal(count, Agreement.ALONE)} {many}"
            return f"{head} {cardinal(rest, Agreement.ALONE)}" if rest else head
    return re.sub(r"(?<=.)tre$", "tré", _below_million(number))


def _below_million(number: int) -> str:
    if number >= 1000:
        thousands = "mille" if number < 2000 else f"{_below_million(number // 1000)}mila"
        return thousands + (_below_million(number % 1000) if number % 1000 else "")
    if number >= 100:
        head = ("" if number < 200 else _BELOW_TWENTY[number // 100]) + "cento"
        rest = _below_million(number % 100) if number % 100 else ""
        return head.removesuffix("o") + rest if rest.startswith("ott") else head + rest
    if number < 20:
        return _BELOW_TWENTY[number]
    tens, ones = _TENS[number // 10], number % 10
    if ones in {1, 8}:
        return tens[:-1] + _BELOW_TWENTY[ones]
    return tens + _BELOW_TWENTY[ones] if ones else tens


def ordinal(number: int, agreement: Agreement = Agreement.ALONE) -> str:
    """Return an ordinal: "primo", "ventesimo", "ventitreesimo", and "prima" before a feminine noun."""
    words = _ORDINALS[number] if 0 < number <= 10 else _ordinal_of(cardinal(number, Agreement.ALONE))
    return f"{words[:-1]}a" if agreement is Agreement.FEMININE else words


def _ordinal_of(words: str) -> str:
    stem = words.replace("tré", "tre") if words.endswith(("tré", "sei")) else words[:-1]
    return f"{stem}esimo"


def fraction(numerator: int, denominator: int) -> str | None:
    """Return a fraction by its name, up to hundredths and for thousandths: "due quinti", "un decimo"."""
    if denominator > 100 and denominator != 1000:
        return None
    name = ordinal(denominator)
    return f"{cardinal(numerator, Agreement.MASCULINE)} {name if numerator == 1 else f'{name[:-1]}i'}"


_FEMININE_NOUNS = re.compile(
    r"(?:volta|ora|mano|notte|parte|gente|voce|legge|chiave|classe|fine|madre|moglie|arte|base|frase|fase|nave|rete|sede|serie|"
    r"specie|torre|luce|pace|croce|valle|canzone|foto|moto|auto|radio)|[^\W\d_]+(?:a|zione|sione|gione|tà|tù|trice|udine)",
    re.I,
)
_MASCULINE_NOUNS = re.compile(
    r"[^\W\d_]*(?:problema|programma|sistema|tema|clima|poema|dilemma|diploma|dramma|pianeta|poeta|papa|cinema|panorama|telegramma)",
    re.I,
)


def agreement_with(word: str) -> Agreement:
    """Return what a number before the word agrees with, which only "un" shows."""
    if not word or word.casefold() in _NOT_NOUNS:
        return Agreement.ALONE
    is_feminine = _FEMININE_NOUNS.fullmatch(word) and not _MASCULINE_NOUNS.fullmatch(word)
    return Agreement.FEMININE if is_feminine else Agreement.MASCULINE


_NOT_NOUNS = frozenset(
    "e o a ed ad di da in con su per tra fra che non è sono era ha del della dei al alla dal dalla nel nella sul ma se come "
    "più gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split()
)


def _smooth(words: str) -> str:
    """Adapt "un" and "una" to the next word: "un'ora", "uno studente"."""
    words = re.sub(r"^una (?=[aeiouàèéìòù])", "un'", words)
    return re.sub(r"^un (?=s[^aeiouàèéìòù]|z|gn|ps|x|y)", "uno ", words)


FIGURES = Figures(
    cardinal,
    agreement_with,
    point="virgola",
    plus="più",
    minus="meno",
    dot="punto",
    to="a",
    over="su",
    smooth=_smooth,
    of_millions=" di ",
    in_pairs=True,
)
