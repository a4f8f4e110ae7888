"""Spanish number words and their agreement."""

from __future__ import annotations

import re
import unicodedata

from tts_interview.language.spoken_text.numbers import Agreement, Figures, Nouns

_FEMININE = Agreement.FEMININE
_BELOW_THIRTY = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho "
    "diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve"
).split()
_TENS = ("", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_HUNDREDS = ("- ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos").split()
_ORDINALS = (
    "- primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo undécimo duodécimo decimotercero decimocuarto "
    "decimoquinto decimosexto decimoséptimo decimoctavo decimonoveno vigésimo"
).split()
_TENTHS = ("- - vigésimo trigésimo cuadragésimo quincuagésimo sexagésimo septuagésimo octogésimo nonagésimo centésimo").split()


def cardinal(number: int, agreement: Agreement) -> str:
    """Return a number from 0 below 10**15: "veintiuno", "veintiún" before a noun, "veintiuna" before a feminine one."""
    for scale, one, many in ((10**12, "un billón", "billones"), (10**6, "un millón", "millones")):
        if number >= scale:
            head = one if number // scale == 1 else f"{cardinal(number // scale, Agreement.MASCULINE)} {many}"
            return _with_rest(head, number % scale, agreement)
    if number >= 1000:
        inner = agreement if agreement is _FEMININE else Agreement.MASCULINE
        head = "mil" if number < 2000 else f"{cardinal(number // 1000, inner)} mil"
        return _with_rest(head, number % 1000, agreement)
    return _below_thousand(number, agreement)


def _with_rest(head: str, rest: int, agreement: Agreement) -> str:
    return f"{head} {cardinal(rest, agreement)}" if rest else head


def _below_thousand(number: int, agreement: Agreement) -> str:
    if number < 100:
        return _below_hundred(number, agreement)
    if number == 100:
        return "cien"
    hundreds, rest = divmod(number, 100)
    head = _HUNDREDS[hundreds]
    if agreement is _FEMININE and hundreds > 1:
        head = f"{head.removesuffix('os')}as"
    return f"{head} {_below_hundred(rest, agreement)}" if rest else head


def _below_hundred(number: int, agreement: Agreement) -> str:
    tens, ones = divmod(number, 10)
    word = _BELOW_THIRTY[number] if number < 30 else _TENS[tens] + (f" y {_BELOW_THIRTY[ones]}" if ones else "")
    if ones != 1 or number == 11 or agreement is Agreement.ALONE:
        return word
    if agreement is _FEMININE:
        return word.removesuffix("o") + "a"
    return "veintiún" if number == 21 else word.removesuffix("o")


def ordinal(number: int, agreement: Agreement = Agreement.ALONE) -> str:
    """Return an ordinal up to hundredth, or the cardinal beyond; "primer" and "tercer" before a masculine noun."""
    if not 0 < number <= 100 and number != 1000:
        return cardinal(number, agreement)
    if number == 1000:
        words = ["milésimo"]
    elif number < len(_ORDINALS):
        words = [_ORDINALS[number]]
    else:
        words = [_TENTHS[number // 10], *([_ORDINALS[number % 10]] if number % 10 else [])]
    if agreement is _FEMININE:
        return " ".join(word.removesuffix("o") + "a" for word in words)
    is_short = agreement is Agreement.MASCULINE and words[-1].endswith(("primero", "tercero"))
    return " ".join(words).removesuffix("o") if is_short else " ".join(words)


def fraction(numerator: int, denominator: int) -> str | None:
    """Return a fraction by its name, up to hundredths and for thousandths: "dos quintos", "tres veinteavos"."""
    if denominator == 3:
        name = "tercio"
    elif denominator <= 10:
        name = ordinal(denominator)
    elif denominator <= 100 or denominator == 1000:
        name = _in_parts(denominator) if denominator < 100 else ordinal(denominator)
    else:
        return None
    return f"{cardinal(numerator, Agreement.MASCULINE)} {name}{'' if numerator == 1 else 's'}"


def _in_parts(number: int) -> str:
    """Return the name of a denominator: "onceavo", "veintidosavo", "treintaiunavo"."""
    joined = unicodedata.normalize("NFD", cardinal(number, Agreement.ALONE).replace(" y ", "i")).replace("\u0301", "")
    return re.sub(r"(?:a|(?<=un)o)$", "", joined) + "avo"


# A number before these stands alone ("el 21 de mayo", "el 1 y el 2").
_NOT_NOUNS = frozenset(
    "y o u e ni de del a al en por con sin para que como se es son fue fueron era ha han no sobre entre desde hasta pero "
    "más menos cada según ya coma punto".split()
)
_FEMININE_NOUNS = frozenset(
    "mujer mujeres vez veces noche noches calle calles clase clases parte partes tarde tardes ley leyes voz voces mano manos "
    "foto fotos moto motos nave naves red redes sede sedes imagen imágenes flor flores nube nubes llave llaves serie series "
    "especie especies base bases fuente fuentes muerte muertes torre torres madre madres orden órdenes razón razones luz luces "
    "paz señal señales sal piel cárcel cárceles joven crisis tesis fase fases frase frases".split()
)
_MASCULINE_NOUNS = frozenset(
    "día días mapa mapas planeta planetas cometa cometas problema problemas programa programas sistema sistemas tema temas "
    "idioma idiomas clima climas poema poemas dilema dilemas síntoma síntomas diploma diplomas kilograma kilogramas "
    "policía policías guía guías poeta poetas avión aviones camión camiones".split()
)
_FEMININE_ENDINGS = ("a", "as", "ción", "ciones", "sión", "siones", "dad", "dades", "tad", "tades", "tud", "tudes")
agreement_with = Nouns(_FEMININE_ENDINGS, _FEMININE_NOUNS, _MASCULINE_NOUNS, _NOT_NOUNS).agreement
FIGURES = Figures(
    cardinal,
    agreement_with,
    point="coma",
    dot="punto",
    plus="más",
    minus="menos",
    to="a",
    over="sobre",
    has_both=True,
    of_millions=" de ",
    in_pairs=True,
)
