"""Portuguese words for signs, units, money and abbreviations."""

from __future__ import annotations

from tts_interview.language.spoken_text.amounts import Currency, Money, simple_fractions
from tts_interview.language.spoken_text.identifiers import Signs
from tts_interview.language.spoken_text.letters import Spelling, named
from tts_interview.language.spoken_text.numbers import Agreement, Unit

_FEMININE = Agreement.FEMININE
_CENTAVO = Unit("centavo", "centavos")
_CENT = Unit("cêntimo", "cêntimos")
_EURO = Currency(Unit("euro", "euros"), _CENT)
_DOLLAR = Currency(Unit("dólar", "dólares"), Unit("centavo", "centavos"))
_REAL = Currency(Unit("real", "reais"), _CENTAVO)
MONEY = Money(
    currencies={
        "kr": Currency(Unit("coroa", "coroas", _FEMININE), Unit("øre", "øre")),
        "₽": Currency(Unit("rublo", "rublos"), Unit("copeque", "copeques")),
        "CHF": Currency(Unit("franco suíço", "francos suíços"), _CENT),
        **dict.fromkeys(("R$", "BRL"), _REAL),
        **dict.fromkeys(("€", "EUR"), _EURO),
        **dict.fromkeys(("$", "US$", "USD"), _DOLLAR),
        "£": Currency(Unit("libra", "libras", _FEMININE), Unit("pêni", "pence")),
        "¥": Currency(Unit("iene", "ienes"), _CENTAVO),
    },
    magnitudes={
        "mil": Unit("mil", "mil"),
        **dict.fromkeys(("milhão", "milhões", "mi", "M"), Unit("milhão", "milhões", of=" de ")),
        **dict.fromkeys(("bilhão", "bilhões", "bi"), Unit("bilhão", "bilhões", of=" de ")),
        "mil milhões": Unit("mil milhões", "mil milhões", of=" de "),
        "trilhões": Unit("trilhão", "trilhões", of=" de "),
    },
    with_cents=lambda whole, cents, name: f"{whole} e {cents} {name}",
)
UNITS = {
    "x": Unit("vez", "vezes", _FEMININE),
    "%": Unit("por cento", "por cento", Agreement.ALONE),
    "‰": Unit("por mil", "por mil", Agreement.ALONE),
    "km": Unit("quilômetro", "quilômetros"),
    "m": Unit("metro", "metros"),
    "cm": Unit("centímetro", "centímetros"),
    "mm": Unit("milímetro", "milímetros"),
    **dict.fromkeys(("km²", "km2"), Unit("quilômetro quadrado", "quilômetros quadrados")),
    **dict.fromkeys(("m²", "m2"), Unit("metro quadrado", "metros quadrados")),
    **dict.fromkeys(("m³", "m3"), Unit("metro cúbico", "metros cúbicos")),
    "ha": Unit("hectare", "hectares"),
    "km/h": Unit("quilômetro por hora", "quilômetros por hora"),
    "m/s": Unit("metro por segundo", "metros por segundo"),
    "kg": Unit("quilo", "quilos"),
    "g": Unit("grama", "gramas"),
    "mg": Unit("miligrama", "miligramas"),
    "t": Unit("tonelada", "toneladas", _FEMININE),
    **dict.fromkeys(("l", "L"), Unit("litro", "litros")),
    "ml": Unit("mililitro", "mililitros"),
    "h": Unit("hora", "horas", _FEMININE),
    "min": Unit("minuto", "minutos"),
    "s": Unit("segundo", "segundos"),
    "ms": Unit("milissegundo", "milissegundos"),
    **dict.fromkeys(("°C", "ºC"), Unit("grau", "graus")),
    "°F": Unit("grau Fahrenheit", "graus Fahrenheit"),
    "°": Unit("grau", "graus"),
    "Hz": Unit("hertz", "hertz"),
    "kHz": Unit("quilohertz", "quilohertz"),
    "MHz": Unit("mega-hertz", "mega-hertz"),
    "GHz": Unit("giga-hertz", "giga-hertz"),
    "W": Unit("watt", "watts"),
    "kW": Unit("quilowatt", "quilowatts"),
    "MW": Unit("megawatt", "megawatts"),
    "GW": Unit("gigawatt", "gigawatts"),
    "kWh": Unit("quilowatt-hora", "quilowatts-hora"),
    "V": Unit("volt", "volts"),
    "MB": Unit("megabyte", "megabytes"),
    "GB": Unit("gigabyte", "gigabytes"),
    "TB": Unit("terabyte", "terabytes"),
    "dB": Unit("decibel", "decibéis"),
}
ABBREVIATIONS = {
    "jan.": "janeiro",
    "fev.": "fevereiro",
    "abr.": "abril",
    "ago.": "agosto",
    "set.": "setembro",
    "nov.": "novembro",
    "dez.": "dezembro",
    "OK": "oquei",
    "Sr.": "senhor",
    "Sra.": "senhora",
    "Srs.": "senhores",
    "Srta.": "senhorita",
    "Dr.": "doutor",
    "Dra.": "doutora",
    "Drs.": "doutores",
    "Prof.": "professor",
    "Profa.": "professora",
    "Prof.ª": "professora",
    "Eng.": "engenheiro",
    "Exmo.": "excelentíssimo",
    "D.": "dom",
    "Sto.": "santo",
    "Sta.": "santa",
    "Gen.": "general",
    "Cel.": "coronel",
    "Av.": "avenida",
    "n.º": "número",
    "nº": "número",
    "Nº": "número",
    "n.°": "número",
    "n°": "número",
    "pág.": "página",
    "págs.": "páginas",
    "p. ex.": "por exemplo",
    "etc.": "etcétera",
    "cap.": "capítulo",
    "art.": "artigo",
    "fig.": "figura",
    "vol.": "volume",
    "aprox.": "aproximadamente",
    "tel.": "telefone",
    "Tel.": "Telefone",
    "Cia.": "companhia",
    "Ltda.": "limitada",
    "a. C.": "antes de Cristo",
    "d. C.": "depois de Cristo",
    "séc.": "século",
    "EUA": "Estados Unidos",
    "E.U.A.": "Estados Unidos",
    "vs.": "contra",
    "e/ou": "e ou",
}
BEFORE_NUMBERS = {
    "p.": "página",
    "pp.": "páginas",
    "n.": "número",
}
# These may end a sentence too.
AT_ENDS = frozenset({"etc.", "a. C.", "d. C.", "E.U.A.", "Ltda.", "Cia."})
FRACTIONS = simple_fractions("meio", "um terço", "dois terços", "um quarto", "três quartos")
_LETTERS = named("a bê cê dê é efe gê agá i jota cá ele eme ene ó pê quê erre esse tê u vê dáblio xis ípsilon zê")
SPELLING = Spelling(
    names=_LETTERS,
    three_letter_words=True,
    spelt=frozenset("IBGE INSS OCDE".split()),
    words=frozenset(
        "ONU OTAN OEA SUS MEC PIB PIS USP ENEM PIN VIP CEP SIDA AIDS O A OS AS UM UMA NÃO SIM SE JÁ EU TU ELE ELA NÓS DE DO "
        "DA NO NA EM COM POR SEM QUE QUEM É SER VAI VEM VOU SOU DOIS TRÊS MAIS MUITO MAL BEM ASSIM AI OH AH EH LÁ CÁ OI".split()
    ),
)
SIGNS = Signs(
    words={
        ".": "ponto",
        "@": "arroba",
        "/": "barra",
        "-": "hífen",
        "_": "sublinhado",
        ":": "dois pontos",
        "+": "mais",
        "#": "cerquilha",
        "?": "interrogação",
        "&": "e",
        "=": "igual",
        "%": "por cento",
        "~": "til",
    },
    names=_LETTERS,
    hashtag="hashtag",
)
SYMBOLS = {
    "§": "parágrafo",
    "&": "e",
    "+": "mais",
    "=": "igual a",
    "×": "vezes",
    "÷": "dividido por",
    "±": "mais ou menos",
    "≈": "aproximadamente",
    "≥": "pelo menos",
    "≤": "no máximo",
    "#": "número",
    "<": "menor que",
    ">": "maior que",
    "→": ",",
    "@": "arroba",
    "%": "por cento",
    "€": "euros",
    "R$": "reais",
    "$": "dólares",
    "£": "libras",
    "°": "graus",
    "/mês": "por mês",
    "/ano": "por ano",
    "/dia": "por dia",
    "/hora": "por hora",
    "/pessoa": "por pessoa",
    "/": "barra",
}
