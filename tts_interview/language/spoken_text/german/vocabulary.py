"""German words for signs, units, money and abbreviations."""

from __future__ import annotations

from tts_interview.language.spoken_text.amounts import Currency, Money, simple_fractions
from tts_interview.language.spoken_text.identifiers import Signs
from tts_interview.language.spoken_text.letters import Spelling, named
from tts_interview.language.spoken_text.numbers import Agreement, Unit

_FEMININE = Agreement.FEMININE
_MILLION = Unit("Million", "Millionen", _FEMININE)
_MILLIARDE = Unit("Milliarde", "Milliarden", _FEMININE)
_CENT = Unit("Cent", "Cent")
_EURO = Currency(Unit("Euro", "Euro"), _CENT)
_DOLLAR = Currency(Unit("Dollar", "Dollar"), _CENT)
_MARK = Currency(Unit("Mark", "Mark", _FEMININE), Unit("Pfennig", "Pfennig"))
_FRANKEN = Currency(Unit("Franken", "Franken"), Unit("Rappen", "Rappen"))
MONEY = Money(
    currencies={
        "kr": Currency(Unit("Krone", "Kronen", _FEMININE), Unit("Öre", "Öre")),
        "₽": Currency(Unit("Rubel", "Rubel"), Unit("Kopeke", "Kopeken", _FEMININE)),
        **dict.fromkeys(("€", "EUR"), _EURO),
        **dict.fromkeys(("$", "US$", "USD"), _DOLLAR),
        "£": Currency(Unit("Pfund", "Pfund"), Unit("Penny", "Pence")),
        **dict.fromkeys(("CHF", "Fr."), _FRANKEN),
        "DM": _MARK,
        "¥": Currency(Unit("Yen", "Yen"), _CENT),
    },
    magnitudes={
        "Tsd.": Unit("tausend", "tausend"),
        **dict.fromkeys(("Million", "Millionen", "Mio.", "Mio"), _MILLION),
        **dict.fromkeys(("Milliarde", "Milliarden", "Mrd.", "Mrd"), _MILLIARDE),
    },
    with_cents=lambda whole, cents, _name: f"{whole} {cents}",
    in_words={"Euro": _EURO},
)
UNITS = {
    "x": Unit("mal", "mal"),
    "%": Unit("Prozent", "Prozent"),
    "‰": Unit("Promille", "Promille"),
    "Tsd.": Unit("tausend", "tausend"),
    "Mio.": _MILLION,
    "Mrd.": _MILLIARDE,
    "km": Unit("Kilometer", "Kilometer"),
    "m": Unit("Meter", "Meter"),
    "cm": Unit("Zentimeter", "Zentimeter"),
    "mm": Unit("Millimeter", "Millimeter"),
    **dict.fromkeys(("km²", "km2"), Unit("Quadratkilometer", "Quadratkilometer")),
    **dict.fromkeys(("m²", "m2", "qm"), Unit("Quadratmeter", "Quadratmeter")),
    **dict.fromkeys(("m³", "m3"), Unit("Kubikmeter", "Kubikmeter")),
    "ha": Unit("Hektar", "Hektar"),
    "km/h": Unit("Kilometer pro Stunde", "Kilometer pro Stunde"),
    **dict.fromkeys(("µm", "μm"), Unit("Mikrometer", "Mikrometer")),
    "m/s": Unit("Meter pro Sekunde", "Meter pro Sekunde"),
    "kg": Unit("Kilo", "Kilo"),
    "g": Unit("Gramm", "Gramm"),
    "mg": Unit("Milligramm", "Milligramm"),
    "t": Unit("Tonne", "Tonnen", _FEMININE),
    **dict.fromkeys(("l", "L"), Unit("Liter", "Liter")),
    "ml": Unit("Milliliter", "Milliliter"),
    **dict.fromkeys(("h", "Std."), Unit("Stunde", "Stunden", _FEMININE)),
    **dict.fromkeys(("min", "Min."), Unit("Minute", "Minuten", _FEMININE)),
    **dict.fromkeys(("s", "Sek."), Unit("Sekunde", "Sekunden", _FEMININE)),
    "ms": Unit("Millisekunde", "Millisekunden", _FEMININE),
    "°C": Unit("Grad", "Grad"),
    "°F": Unit("Grad Fahrenheit", "Grad Fahrenheit"),
    "°": Unit("Grad", "Grad"),
    "Hz": Unit("Hertz", "Hertz"),
    "kHz": Unit("Kilohertz", "Kilohertz"),
    "MHz": Unit("Megahertz", "Megahertz"),
    "GHz": Unit("Gigahertz", "Gigahertz"),
    "W": Unit("Watt", "Watt"),
    "kW": Unit("Kilowatt", "Kilowatt"),
    "MW": Unit("Megawatt", "Megawatt"),
    "GW": Unit("Gigawatt", "Gigawatt"),
    "kWh": Unit("Kilowattstunde", "Kilowattstunden", _FEMININE),
    "PS": Unit("PS", "PS"),
    "V": Unit("Volt", "Volt"),
    "MB": Unit("Megabyte", "Megabyte"),
    "GB": Unit("Gigabyte", "Gigabyte"),
    "TB": Unit("Terabyte", "Terabyte"),
    "dB": Unit("Dezibel", "Dezibel"),
}
WEEKDAYS = {
    "Mo": "Montag",
    "Di": "Dienstag",
    "Mi": "Mittwoch",
    "Do": "Donnerstag",
    "Fr": "Freitag",
    "Sa": "Samstag",
    "So": "Sonntag",
}
ABBREVIATIONS = {
    "Jan.": "Januar",
    "Feb.": "Februar",
    "Mär.": "März",
    "Apr.": "April",
    "Aug.": "August",
    "Sep.": "September",
    "Sept.": "September",
    "Okt.": "Oktober",
    "Nov.": "November",
    "Dez.": "Dezember",
    "OK": "okay",
    "Hr.": "Herr",
    "Hrn.": "Herrn",
    "Fr.": "Frau",
    "Dr.": "Doktor",
    "Prof.": "Professor",
    "Dipl.-Ing.": "Diplomingenieur",
    "St.": "Sankt",
    "z. B.": "zum Beispiel",
    "Z. B.": "Zum Beispiel",
    "d. h.": "das heißt",
    "u. a.": "unter anderem",
    "u. U.": "unter Umständen",
    "z. T.": "zum Teil",
    "i. d. R.": "in der Regel",
    "o. Ä.": "oder Ähnliches",
    "u. Ä.": "und Ähnliches",
    "s. o.": "siehe oben",
    "s. u.": "siehe unten",
    "v. a.": "vor allem",
    "i. e. S.": "im engeren Sinne",
    "v. Chr.": "vor Christus",
    "n. Chr.": "nach Christus",
    "usw.": "und so weiter",
    "etc.": "et cetera",
    "bzw.": "beziehungsweise",
    "ca.": "circa",
    "evtl.": "eventuell",
    "ggf.": "gegebenenfalls",
    "inkl.": "inklusive",
    "exkl.": "exklusive",
    "bspw.": "beispielsweise",
    "sog.": "sogenannte",
    "vgl.": "vergleiche",
    "max.": "maximal",
    "mind.": "mindestens",
    "Nr.": "Nummer",
    "Nrn.": "Nummern",
    "Abb.": "Abbildung",
    "Kap.": "Kapitel",
    "Bd.": "Band",
    "Tel.": "Telefon",
    "geb.": "geboren",
    "gest.": "gestorben",
    "verh.": "verheiratet",
    "Jh.": "Jahrhundert",
    "Jhd.": "Jahrhundert",
    "Mio.": "Millionen",
    "Mrd.": "Milliarden",
    "Str.": "Straße",
    "Pl.": "Platz",
    "GmbH": "ge em be ha",
    "e. V.": "e vau",
    "und/oder": "und oder",
    "vs.": "gegen",
}
BEFORE_NUMBERS = {
    "S.": "Seite",
    "Art.": "Artikel",
    "Abs.": "Absatz",
}
# These may end a sentence too.
AT_ENDS = frozenset(
    {
        "usw.",
        "etc.",
        "v. Chr.",
        "n. Chr.",
        "Jh.",
        "Jhd.",
        "u. Ä.",
        "o. Ä.",
        "e. V.",
        "s. o.",
        "s. u.",
        "Str.",
        "Pl.",
    }
)
FRACTIONS = simple_fractions("ein halb", "ein Drittel", "zwei Drittel", "ein Viertel", "drei Viertel")
_LETTERS = named(
    "a be ce de e eff ge ha i jott ka ell emm enn o pe ku err ess te u vau we ix ypsilon zett ä ö ü eszett",
    "abcdefghijklmnopqrstuvwxyzäöüß",
)
SPELLING = Spelling(
    names=_LETTERS,
    spelt=frozenset("ADAC USA DDR AFD AKW ADHS".split()),
    words=frozenset(
        "RAM ROM SIM GAU DAX SCHUFA HUK BUND "
        "NATO UNO UNESCO FIFA UEFA AIDS OPEC TÜV PIN VIP ICH DU ER SIE ES WIR IHR EIN IST BIN HAT WAR UND ODER DER DIE DAS DEN "
        "DEM IN IM AN AM AUF AUS BEI MIT VON ZU ZUM JA NEIN NIE SO NUR WAS WER WIE WO SEHR GUT ALLE AB ACH AH OH".split()
    ),
)
SIGNS = Signs(
    words={
        ".": "Punkt",
        "@": "ät",
        "/": "Schrägstrich",
        "-": "Bindestrich",
        "_": "Unterstrich",
        ":": "Doppelpunkt",
        "+": "plus",
        "#": "Raute",
        "?": "Fragezeichen",
        "&": "und",
        "=": "gleich",
        "%": "Prozent",
        "~": "Tilde",
    },
    names=_LETTERS,
    hashtag="Hashtag",
)
SYMBOLS = {
    "&": "und",
    "+": "plus",
    "=": "gleich",
    "×": "mal",
    "÷": "geteilt durch",
    "±": "plus minus",
    "≈": "ungefähr",
    "≥": "mindestens",
    "≤": "höchstens",
    "#": "Nummer",
    "<": "kleiner als",
    ">": "größer als",
    "→": ",",
    "@": "ät",
    "%": "Prozent",
    "€": "Euro",
    "$": "Dollar",
    "£": "Pfund",
    "°": "Grad",
    "§§": "Paragrafen",
    "§": "Paragraf",
    "/Monat": "im Monat",
    "/Jahr": "im Jahr",
    "/Tag": "am Tag",
    "/Stunde": "pro Stunde",
    "/Person": "pro Person",
    "/": "Schrägstrich",
}
