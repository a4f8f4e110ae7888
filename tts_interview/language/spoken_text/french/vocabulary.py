"""French words for signs, units, money and abbreviations."""

from __future__ import annotations

from tts_interview.language.spoken_text.amounts import Currency, Money, simple_fractions
from tts_interview.language.spoken_text.identifiers import Signs
from tts_interview.language.spoken_text.letters import Spelling, named
from tts_interview.language.spoken_text.numbers import Agreement, Unit

_FEMININE = Agreement.FEMININE
_CENT = Unit("centime", "centimes")
_EURO = Currency(Unit("euro", "euros"), _CENT)
_DOLLAR = Currency(Unit("dollar", "dollars"), Unit("cent", "cents"))
MONEY = Money(
    currencies={
        "kr": Currency(Unit("couronne", "couronnes", _FEMININE), Unit("øre", "øre")),
        "₽": Currency(Unit("rouble", "roubles"), Unit("kopeck", "kopecks")),
        **dict.fromkeys(("€", "EUR"), _EURO),
        **dict.fromkeys(("$", "US$", "$US", "USD"), _DOLLAR),
        "£": Currency(Unit("livre sterling", "livres sterling", _FEMININE), Unit("penny", "pence")),
        "CHF": Currency(Unit("franc suisse", "francs suisses"), _CENT),
        "F": Currency(Unit("franc", "francs"), _CENT),
        "¥": Currency(Unit("yen", "yens"), _CENT),
    },
    magnitudes={
        **dict.fromkeys(("million", "millions", "M"), Unit("million", "millions", of=" de ")),
        **dict.fromkeys(("milliard", "milliards", "Md", "Mds"), Unit("milliard", "milliards", of=" de ")),
        "k": Unit("mille", "mille"),
    },
    with_cents=lambda whole, cents, _name: f"{whole} {cents}",
    in_words={"euro": _EURO, "euros": _EURO},
)
UNITS = {
    "x": Unit("fois", "fois", _FEMININE),
    "%": Unit("pour cent", "pour cent"),
    "‰": Unit("pour mille", "pour mille"),
    "km": Unit("kilomètre", "kilomètres"),
    "m": Unit("mètre", "mètres"),
    "cm": Unit("centimètre", "centimètres"),
    "mm": Unit("millimètre", "millimètres"),
    **dict.fromkeys(("km²", "km2"), Unit("kilomètre carré", "kilomètres carrés")),
    **dict.fromkeys(("m²", "m2"), Unit("mètre carré", "mètres carrés")),
    **dict.fromkeys(("m³", "m3"), Unit("mètre cube", "mètres cubes")),
    "ha": Unit("hectare", "hectares"),
    "km/h": Unit("kilomètre heure", "kilomètres heure"),
    "m/s": Unit("mètre par seconde", "mètres par seconde"),
    "kg": Unit("kilo", "kilos"),
    "g": Unit("gramme", "grammes"),
    "mg": Unit("milligramme", "milligrammes"),
    "t": Unit("tonne", "tonnes", _FEMININE),
    **dict.fromkeys(("l", "L"), Unit("litre", "litres")),
    "cl": Unit("centilitre", "centilitres"),
    "ml": Unit("millilitre", "millilitres"),
    "h": Unit("heure", "heures", _FEMININE),
    **dict.fromkeys(("min", "mn"), Unit("minute", "minutes", _FEMININE)),
    "s": Unit("seconde", "secondes", _FEMININE),
    "ms": Unit("milliseconde", "millisecondes", _FEMININE),
    "°C": Unit("degré", "degrés"),
    "°F": Unit("degré Fahrenheit", "degrés Fahrenheit"),
    "°": Unit("degré", "degrés"),
    "Hz": Unit("hertz", "hertz"),
    "kHz": Unit("kilohertz", "kilohertz"),
    "MHz": Unit("mégahertz", "mégahertz"),
    "GHz": Unit("gigahertz", "gigahertz"),
    "W": Unit("watt", "watts"),
    "kW": Unit("kilowatt", "kilowatts"),
    "MW": Unit("mégawatt", "mégawatts"),
    "GW": Unit("gigawatt", "gigawatts"),
    "kWh": Unit("kilowattheure", "kilowattheures"),
    "V": Unit("volt", "volts"),
    "Ko": Unit("kilooctet", "kilooctets"),
    "Mo": Unit("mégaoctet", "mégaoctets"),
    "Go": Unit("gigaoctet", "gigaoctets"),
    "To": Unit("téraoctet", "téraoctets"),
    "dB": Unit("décibel", "décibels"),
}
ABBREVIATIONS = {
    "janv.": "janvier",
    "févr.": "février",
    "avr.": "avril",
    "juil.": "juillet",
    "sept.": "septembre",
    "oct.": "octobre",
    "nov.": "novembre",
    "déc.": "décembre",
    "OK": "okay",
    "M.": "monsieur",
    "MM.": "messieurs",
    "Mme": "madame",
    "Mmes": "mesdames",
    "Mlle": "mademoiselle",
    "Mlles": "mesdemoiselles",
    "Mgr": "monseigneur",
    "Dr": "docteur",
    "Dʳ": "docteur",
    "Mᵐᵉ": "madame",
    "Mˡˡᵉ": "mademoiselle",
    "Dre": "docteure",
    "Pr": "professeur",
    "St-": "saint-",
    "Ste-": "sainte-",
    "p. ex.": "par exemple",
    "c.-à-d.": "c'est-à-dire",
    "etc.": "et cetera",
    "av. J.-C.": "avant Jésus-Christ",
    "apr. J.-C.": "après Jésus-Christ",
    "n°": "numéro",
    "N°": "Numéro",
    "nº": "numéro",
    "nᵒ": "numéro",
    "n°s": "numéros",
    "art.": "article",
    "chap.": "chapitre",
    "vol.": "volume",
    "fig.": "figure",
    "env.": "environ",
    "bd": "boulevard",
    "Bd": "Boulevard",
    "av.": "avenue",
    "tél.": "téléphone",
    "Tél.": "Téléphone",
    "hab.": "habitants",
    "cf.": "confer",
    "éd.": "édition",
    "vs": "contre",
    "RDV": "rendez-vous",
    "SVP": "s'il vous plaît",
    "et/ou": "et ou",
}
BEFORE_NUMBERS = {
    "p.": "page",
    "pp.": "pages",
    "no": "numéro",
}
# These may end a sentence too.
AT_ENDS = frozenset({"etc.", "av. J.-C.", "apr. J.-C.", "hab."})
FRACTIONS = simple_fractions("un demi", "un tiers", "deux tiers", "un quart", "trois quarts")
_LETTERS = named("a bé cé dé eu effe gé hache i ji ka elle emme enne o pé cu erre esse té u vé double_vé ixe i_grec zède")
SPELLING = Spelling(
    names=_LETTERS,
    spelt=frozenset("RATP OCDE URSS IRSN CSA AIEA PME ONG TGV FMI CEDH LGBT OMC AFP RTBF ANPE".split()),
    words=frozenset(
        "RAM ROM SIM "
        "ONU OTAN SIDA ENA CAF CAPES PIN VIP ZEP GIEC LE LA LES UN UNE ET OU NON OUI NE PAS JE TU IL ELLE ON NOUS VOUS ILS "
        "DE DU DES AU AUX EN À CE SE SA SON MA MON TA TON QUE QUI QUOI TRÈS BIEN MAL VA EST SUR PAR AH OH EH".split()
    ),
)
SIGNS = Signs(
    words={
        ".": "point",
        "@": "arobase",
        "/": "barre oblique",
        "-": "tiret",
        "_": "tiret bas",
        ":": "deux-points",
        "+": "plus",
        "#": "dièse",
        "?": "point d'interrogation",
        "&": "et",
        "=": "égal",
        "%": "pour cent",
        "~": "tilde",
    },
    names=_LETTERS,
    hashtag="hashtag",
)
SYMBOLS = {
    "§": "paragraphe",
    "&": "et",
    "+": "plus",
    "=": "égale",
    "×": "fois",
    "÷": "divisé par",
    "±": "plus ou moins",
    "≈": "environ",
    "≥": "au moins",
    "≤": "au plus",
    "#": "numéro",
    "<": "inférieur à",
    ">": "supérieur à",
    "→": ",",
    "@": "arobase",
    "%": "pour cent",
    "€": "euros",
    "$": "dollars",
    "£": "livres",
    "°": "degrés",
    "/mois": "par mois",
    "/an": "par an",
    "/jour": "par jour",
    "/h": "de l'heure",
    "/personne": "par personne",
    "/": "barre oblique",
}
