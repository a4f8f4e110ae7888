"""The words of Hindi behind signs, units and abbreviations."""

from __future__ import annotations

from tts_interview.spoken_text.addresses import Signs
from tts_interview.spoken_text.amounts import Currency, Money
from tts_interview.spoken_text.figures import Unit
from tts_interview.spoken_text.letters import Spelling


def composed(name: str) -> str:
    """The name with the letters that have a dot below as one character each, as some keyboards write them."""
    return (
        name.replace("ज\u093c", "\u095b").replace("ड\u093c", "\u095c").replace("ढ\u093c", "\u095d").replace("फ\u093c", "\u095e")
    )


_RUPEE = Currency(Unit("रुपया", "रुपये"), Unit("पैसा", "पैसे"))
_CENT = Unit("सेंट", "सेंट")
_DOLLAR = Currency(Unit("डॉलर", "डॉलर"), _CENT)
MONEY = Money(
    currencies={
        "₹": _RUPEE,
        "Rs.": _RUPEE,
        "Rs": _RUPEE,
        "INR": _RUPEE,
        "रु.": _RUPEE,
        "रु॰": _RUPEE,
        "$": _DOLLAR,
        "US$": _DOLLAR,
        "€": Currency(Unit("यूरो", "यूरो"), _CENT),
        "£": Currency(Unit("पाउंड", "पाउंड"), Unit("पेनी", "पेंस")),
        "¥": Currency(Unit("येन", "येन"), _CENT),
    },
    magnitudes={
        written: Unit(name, name)
        for name in ("हज़ार", "हजार", "लाख", "करोड़", "अरब", "खरब", "मिलियन", "बिलियन")
        for written in (name, composed(name))
    },
    with_cents=lambda whole, cents, name: f"{whole} {cents} {name}",
)
UNITS = {
    "%": Unit("प्रतिशत", "प्रतिशत"),
    "‰": Unit("प्रति हज़ार", "प्रति हज़ार"),
    "km": Unit("किलोमीटर", "किलोमीटर"),
    "किमी": Unit("किलोमीटर", "किलोमीटर"),
    "कि.मी.": Unit("किलोमीटर", "किलोमीटर"),
    "m": Unit("मीटर", "मीटर"),
    "मी.": Unit("मीटर", "मीटर"),
    "cm": Unit("सेंटीमीटर", "सेंटीमीटर"),
    "सेमी": Unit("सेंटीमीटर", "सेंटीमीटर"),
    "mm": Unit("मिलीमीटर", "मिलीमीटर"),
    "मिमी": Unit("मिलीमीटर", "मिलीमीटर"),
    "km²": Unit("वर्ग किलोमीटर", "वर्ग किलोमीटर"),
    "किमी²": Unit("वर्ग किलोमीटर", "वर्ग किलोमीटर"),
    "m²": Unit("वर्ग मीटर", "वर्ग मीटर"),
    "m³": Unit("घन मीटर", "घन मीटर"),
    "km/h": Unit("किलोमीटर प्रति घंटा", "किलोमीटर प्रति घंटा"),
    "किमी/घंटा": Unit("किलोमीटर प्रति घंटा", "किलोमीटर प्रति घंटा"),
    "kg": Unit("किलो", "किलो"),
    "किग्रा": Unit("किलो", "किलो"),
    "कि.ग्रा.": Unit("किलो", "किलो"),
    "g": Unit("ग्राम", "ग्राम"),
    "mg": Unit("मिलीग्राम", "मिलीग्राम"),
    "l": Unit("लीटर", "लीटर"),
    "L": Unit("लीटर", "लीटर"),
    "ml": Unit("मिलीलीटर", "मिलीलीटर"),
    "h": Unit("घंटा", "घंटे"),
    "min": Unit("मिनट", "मिनट"),
    "s": Unit("सेकंड", "सेकंड"),
    "°C": Unit("डिग्री सेल्सियस", "डिग्री सेल्सियस"),
    "°F": Unit("डिग्री फ़ारेनहाइट", "डिग्री फ़ारेनहाइट"),
    "°": Unit("डिग्री", "डिग्री"),
    "Hz": Unit("हर्ट्ज़", "हर्ट्ज़"),
    "MHz": Unit("मेगाहर्ट्ज़", "मेगाहर्ट्ज़"),
    "GHz": Unit("गीगाहर्ट्ज़", "गीगाहर्ट्ज़"),
    "W": Unit("वाट", "वाट"),
    "kW": Unit("किलोवाट", "किलोवाट"),
    "MW": Unit("मेगावाट", "मेगावाट"),
    "MB": Unit("मेगाबाइट", "मेगाबाइट"),
    "GB": Unit("गीगाबाइट", "गीगाबाइट"),
    "TB": Unit("टेराबाइट", "टेराबाइट"),
}
ABBREVIATIONS = {
    "डॉ.": "डॉक्टर",
    "डॉ॰": "डॉक्टर",
    "डा.": "डॉक्टर",
    "प्रो.": "प्रोफ़ेसर",
    "प्रो॰": "प्रोफ़ेसर",
    "पं.": "पंडित",
    "पं॰": "पंडित",
    "न्या.": "न्यायमूर्ति",
    "नं.": "नंबर",
    "सं.": "संख्या",
    "क्र.": "क्रमांक",
    "पृ.": "पृष्ठ",
    "ई. पू.": "ईसा पूर्व",
    "ई॰ पू॰": "ईसा पूर्व",
    "ई.": "ईसवी",
    "वि. सं.": "विक्रम संवत",
    "उ. प्र.": "उत्तर प्रदेश",
    "म. प्र.": "मध्य प्रदेश",
    "कि. मी.": "किलोमीटर",
    "कि. ग्रा.": "किलोग्राम",
    "रु.": "रुपये",
    "Dr.": "डॉक्टर",
    "Mr.": "मिस्टर",
    "Mrs.": "मिसेज़",
    "vs.": "बनाम",
    "etc.": "इत्यादि",
    "और/या": "और या",
}
# These may end a sentence.
AT_ENDS = frozenset({"etc.", "रु.", "ई. पू.", "ई.", "उ. प्र.", "म. प्र."})
FRACTIONS = {
    "1/2": "आधा",
    "1/3": "एक तिहाई",
    "2/3": "दो तिहाई",
    "1/4": "एक चौथाई",
    "3/4": "तीन चौथाई",
    "१/२": "आधा",
    "१/४": "एक चौथाई",
    "३/४": "तीन चौथाई",
    "½": "आधा",
    "⅓": "एक तिहाई",
    "⅔": "दो तिहाई",
    "¼": "एक चौथाई",
    "¾": "तीन चौथाई",
}
_LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        "ए बी सी डी ई एफ़ जी एच आई जे के एल एम एन ओ पी क्यू आर एस टी यू वी डब्ल्यू एक्स वाई ज़ेड".split(),
        strict=True,
    )
)
SPELLING = Spelling(
    names=_LETTERS,
    said=frozenset("NATO NASA UNESCO UNICEF AIDS PIN SIM VIP OK NO YES THE AND OF IN ON TO IT IS WE YOU MY SO".split()),
)
SIGNS = Signs(
    words={
        ".": "डॉट",
        "@": "ऐट",
        "/": "स्लैश",
        "-": "हाइफ़न",
        "_": "अंडरस्कोर",
        ":": "कोलन",
        "+": "प्लस",
        "#": "हैश",
        "?": "प्रश्नचिह्न",
        "&": "और",
        "=": "बराबर",
        "%": "प्रतिशत",
        "~": "टिल्ड",
    },
    names=_LETTERS,
    hashtag="हैशटैग",
)
SYMBOLS = {
    "&": "और",
    "+": "जमा",
    "=": "बराबर",
    "×": "गुणा",
    "÷": "भाग",
    "±": "जमा या घटा",
    "≈": "लगभग",
    "<": "से कम",
    ">": "से ज़्यादा",
    "→": ",",
    "@": "ऐट",
    "%": "प्रतिशत",
    "₹": "रुपये",
    "€": "यूरो",
    "$": "डॉलर",
    "£": "पाउंड",
    "°": "डिग्री",
    "/माह": "प्रति माह",
    "/दिन": "प्रति दिन",
    "/घंटा": "प्रति घंटा",
    "/": "स्लैश",
}
