"""The numbers of Portuguese as in Brazil, and what they agree with."""

from __future__ import annotations

import re

from tts_interview.language.spoken_text.figures import Agreement, Figures

_BELOW_TWENTY = (
    "zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete dezoito dezenove"
).split()
_TENS = ("", "", "vinte", "trinta", "quarenta", "cinquenta", "sessenta", "setenta", "oitenta", "noventa")
_HUNDREDS = (
    *("", "cento", "duzentos", "trezentos", "quatrocentos", "quinhentos"),
    *("seiscentos", "setecentos", "oitocentos", "novecentos"),
)
_FEMININE_ONES = {1: "uma", 2: "duas"}
_SCALES = ((10**12, "trilhão", "trilhões"), (10**9, "bilhão", "bilhões"), (10**6, "milhão", "milhões"))
_ORDINALS = (
    ("", "primeiro", "segundo", "terceiro", "quarto", "quinto", "sexto", "sétimo", "oitavo", "nono"),
    (
        *("", "décimo", "vigésimo", "trigésimo", "quadragésimo", "quinquagésimo"),
        *("sexagésimo", "septuagésimo", "octogésimo", "nonagésimo"),
    ),
)


def cardinal(number: int, agreement: Agreement) -> str:
    """A number from 0 below 10**15: "vinte e um", "vinte e uma" and "duas" before a feminine noun."""
    for scale, one, many in _SCALES:
        if number >= scale:
            count, rest = divmod(number, scale)
            head = f"um {one}" if count == 1 else f"{cardinal(count, Agreement.MASCULINE)} {many}"
            return _with_rest(head, rest, agreement)
    if number >= 1000:
        head = "mil" if number < 2000 else f"{_below_thousand(number // 1000, agreement)} mil"
        return _with_rest(head, number % 1000, agreement)
    return _below_thousand(number, agreement)


def _with_rest(head: str, rest: int, agreement: Agreement) -> str:
    """An "e" stands before what is said in one: tens, hundreds, and thousands of these."""
    if not rest:
        return head
    last = rest // 1000 if rest >= 1000 and not rest % 1000 else rest
    return f"{head}{' e ' if last < 100 or (last < 1000 and not last % 100) else ' '}{cardinal(rest, agreement)}"


def _below_thousand(number: int, agreement: Agreement) -> str:
    if number == 100:
        return "cem"
    hundreds, rest = divmod(number, 100)
    head = _HUNDREDS[hundreds]
    if agreement is Agreement.FEMININE and hundreds > 1:
        head = f"{head.removesuffix('os')}as"
    parts = (head, _below_hundred(rest, agreement) if rest or not number else "")
    return " e ".join(part for part in parts if part)


def _below_hundred(number: int, agreement: Agreement) -> str:
    tens, ones = divmod(number, 10)
    is_feminine = agreement is Agreement.FEMININE and ones in _FEMININE_ONES
    if number < 20:
        return _FEMININE_ONES[number] if is_feminine and number < 3 else _BELOW_TWENTY[number]
    if not ones:
        return _TENS[tens]
    return f"{_TENS[tens]} e {_FEMININE_ONES[ones] if is_feminine else _BELOW_TWENTY[ones]}"


def ordinal(number: int, agreement: Agreement = Agreement.ALONE) -> str:
    """An ordinal up to hundredth, beyond that the cardinal, as people say it: "vigésimo primeiro", "primeira"."""
    if not 0 < number <= 100:
        return cardinal(number, agreement)
    words = ("centésimo",) if number == 100 else (_ORDINALS[1][number // 10], _ORDINALS[0][number % 10])
    said = " ".join(word for word in words if word)
    return re.sub(r"o\b", "a", said) if agreement is Agreement.FEMININE else said


_NO_NOUN = frozenset(
    "e ou a o de do da dos das em no na nos nas por com sem para que como é são foi foram era há mais menos cada até entre "
    "desde sobre mas já se vírgula ponto às aos à ao".split()
)
_FEMININE_NOUNS = frozenset(
    "mulher mulheres vez vezes noite noites parte partes tarde tardes lei leis voz vozes mão mãos foto fotos moto motos nave "
    "naves rede redes sede sedes imagem imagens viagem viagens flor flores nuvem nuvens chave chaves série séries espécie "
    "espécies base bases fonte fontes morte mortes torre torres mãe mães ordem ordens luz luzes paz fase fases frase frases "
    "classe classes crise crises ponte pontes árvore árvores cor cores dor dores região regiões opinião opiniões mensagem "
    "mensagens personagem personagens página".split()
)
_MASCULINE_NOUNS = frozenset(
    "dia dias mapa mapas planeta planetas cometa cometas problema problemas programa programas sistema sistemas tema temas "
    "idioma idiomas clima climas poema poemas dilema dilemas sintoma sintomas diploma diplomas quilograma quilogramas poeta "
    "poetas telegrama telegramas cinema cinemas grama gramas drama dramas".split()
)
_FEMININE_ENDINGS = ("a", "as", "ção", "ções", "são", "sões", "dade", "dades", "tude", "tudes", "gem", "gens")


def agreement_with(word: str) -> Agreement:
    """What a number agrees with before that word."""
    noun = word.casefold()
    if not noun or noun in _NO_NOUN:
        return Agreement.ALONE
    if noun in _MASCULINE_NOUNS or not (noun in _FEMININE_NOUNS or noun.endswith(_FEMININE_ENDINGS)):
        return Agreement.MASCULINE
    return Agreement.FEMININE


def fraction(numerator: int, denominator: int) -> str | None:
    """A fraction by its name: "dois quintos", "três onze avos", "um centésimo"."""
    if denominator > 100 and denominator != 1000:
        return None
    number, plural = cardinal(numerator, Agreement.MASCULINE), "" if numerator == 1 else "s"
    if denominator == 3:
        return f"{number} terço{plural}"
    if denominator <= 10 or denominator in {100, 1000}:
        return f"{number} {'milésimo' if denominator == 1000 else ordinal(denominator)}{plural}"
    return f"{number} {cardinal(denominator, Agreement.ALONE)} avo{plural}"


FIGURES = Figures(
    cardinal,
    agreement_with,
    point="vírgula",
    plus="mais",
    minus="menos",
    dot="ponto",
    to="a",
    over="sobre",
    one_below_two=True,
    of_millions=" de ",
)
