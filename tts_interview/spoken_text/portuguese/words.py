"""The words of Portuguese behind signs, units and abbreviations."""

from __future__ import annotations

from tts_interview.spoken_text.addresses import Signs
from tts_interview.spoken_text.amounts import Currency, Money
from tts_interview.spoken_text.figures import Agreement, Unit
from tts_interview.spoken_text.letters import Spelling

_FEMININE = Agreement.FEMININE
_CENTAVO = Unit("centavo", "centavos")
_CENT = Unit("cêntimo", "cêntimos")
_EURO = Currency(Unit("euro", "euros"), _CENT)
_DOLLAR = Currency(Unit("dólar", "dólares"), Unit("centavo", "centavos"))
_REAL = Currency(Unit("real", "reais"), _CENTAVO)
MONEY = Money(
    currencies={
        "R$": _REAL,
        "BRL": _REAL,
        "€": _EURO,
        "EUR": _EURO,
        "$": _DOLLAR,
        "US$": _DOLLAR,
        "USD": _DOLLAR,
        "£": Currency(Unit("libra", "libras", _FEMININE), Unit("pêni", "pence")),
        "¥": Currency(Unit("iene", "ienes"), _CENTAVO),
    },
    magnitudes={
        "mil": Unit("mil", "mil"),
        "milhão": Unit("milhão", "milhões", of=" de "),
        "milhões": Unit("milhão", "milhões", of=" de "),
        "mi": Unit("milhão", "milhões", of=" de "),
        "M": Unit("milhão", "milhões", of=" de "),
        "bilhão": Unit("bilhão", "bilhões", of=" de "),
        "bilhões": Unit("bilhão", "bilhões", of=" de "),
        "bi": Unit("bilhão", "bilhões", of=" de "),
        "mil milhões": Unit("mil milhões", "mil milhões", of=" de "),
        "trilhões": Unit("trilhão", "trilhões", of=" de "),
    },
    with_cents=lambda whole, cents, name: f"{whole} e {cents} {name}",
)
UNITS = {
    "%": Unit("por cento", "por cento", Agreement.ALONE),
    "‰": Unit("por mil", "por mil", Agreement.ALONE),
    "km": Unit("quilômetro", "quilômetros"),
    "m": Unit("metro", "metros"),
    "cm": Unit("centímetro", "centímetros"),
    "mm": Unit("milímetro", "milímetros"),
    "km²": Unit("quilômetro quadrado", "quilômetros quadrados"),
    "km2": Unit("quilômetro quadrado", "quilômetros quadrados"),
    "m²": Unit("metro quadrado", "metros quadrados"),
    "m2": Unit("metro quadrado", "metros quadrados"),
    "m³": Unit("metro cúbico", "metros cúbicos"),
    "m3": Unit("metro cúbico", "metros cúbicos"),
    "ha": Unit("hectare", "hectares"),
    "km/h": Unit("quilômetro por hora", "quilômetros por hora"),
    "m/s": Unit("metro por segundo", "metros por segundo"),
    "kg": Unit("quilo", "quilos"),
    "g": Unit("grama", "gramas"),
    "mg": Unit("miligrama", "miligramas"),
    "t": Unit("tonelada", "toneladas", _FEMININE),
    "l": Unit("litro", "litros"),
    "L": Unit("litro", "litros"),
    "ml": Unit("mililitro", "mililitros"),
    "h": Unit("hora", "horas", _FEMININE),
    "min": Unit("minuto", "minutos"),
    "s": Unit("segundo", "segundos"),
    "ms": Unit("milissegundo", "milissegundos"),
    "°C": Unit("grau", "graus"),
    "ºC": Unit("grau", "graus"),
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
# These may end a sentence.
AT_ENDS = frozenset({"etc.", "a. C.", "d. C.", "E.U.A.", "Ltda.", "Cia."})
FRACTIONS = {
    "1/2": "meio",
    "1/3": "um terço",
    "2/3": "dois terços",
    "1/4": "um quarto",
    "3/4": "três quartos",
    "½": "meio",
    "⅓": "um terço",
    "⅔": "dois terços",
    "¼": "um quarto",
    "¾": "três quartos",
}
_LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        "a bê cê dê é efe gê agá i jota cá ele eme ene ó pê quê erre esse tê u vê dáblio xis ípsilon zê".split(),
        strict=True,
    )
)
SPELLING = Spelling(
    names=_LETTERS,
    spelt=frozenset("IBGE INSS OCDE".split()),
    said=frozenset(
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
    "&": "e",
    "+": "mais",
    "=": "igual a",
    "×": "vezes",
    "÷": "dividido por",
    "±": "mais ou menos",
    "≈": "aproximadamente",
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
