"""The language of a text: by its script, however short it is, and by its words if the script has many languages."""

from __future__ import annotations

import pytest

from tts_interview.documents import read_bytes
from tts_interview.language.detection import detect, language_of
from tts_interview.model import Block, Document


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("はい", "ja"),
        ("カフェで", "ja"),
        ("東京都の港に聞く", "ja"),
        ("네", "ko"),
        ("你好", "zh"),
        ("Ann: 你好，你在哪里？\nBo: 我在家。", "zh"),
        ("نعم", "ar"),
        ("چطوری؟", "fa"),
        ("آپ کیسے ہیں؟", "ur"),
        ("שלום", "he"),
        ("हाँ", "hi"),
        ("ใช่", "th"),
        ("Ναι", "el"),
        ("Да", "ru"),
        ("Привіт", "uk"),
        ("Мы поговорили с мельником о ветре, и он рассказал нам очень много нового", "ru"),
        ("Ми поговорили з мельником про вітер, і він розповів нам дуже багато нового", "uk"),
        ("გამარჯობა", "ka"),
    ],
)
def test_the_script_tells_the_language_of_a_short_text(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "They call it 木漏れ日, the light that falls through leaves.",
        "The sign said Да, and nothing else was written on it.",
        "The letter α is the first one of the alphabet.",
        "Yes.",
        "",
        "12:30 – 13:00",
    ],
)
def test_an_english_text_that_quotes_a_word_stays_english(text: str) -> None:
    assert detect(text) == "en"


def test_a_chinese_text_that_quotes_a_japanese_word_stays_chinese() -> None:
    assert detect("他们把这种从树叶间落下来的阳光叫做木漏れ日，我很喜欢这个词，每天都会想起它，也常常对朋友说起。") == "zh"


def test_words_tell_the_language_of_a_latin_text() -> None:
    assert detect("Die Fähre fährt um sieben, und wer sie verpasst, der wartet auf die nächste Flut.") == "de"
    assert detect("Le bac part à sept heures, et celui qui le manque attend la prochaine marée.") == "fr"


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("en", "港は静かで、船は来ませんでした。", "ja"),
        ("en-US", "Порт был тихим, и корабль не пришёл.", "ru"),
        ("ja", "The harbour was quiet, and the ship did not come to the town.", "en"),
        ("zh", "港は静かで、船は来ませんでした。", "ja"),
        ("en-GB", "The harbour was quiet, and they called it 港.", "en-GB"),
        ("ja", "日本銀行総裁会見", "ja"),
        ("zh-Hant", "港口很安靜", "zh-Hant"),
        ("sr", "Luka je bila tiha, i brod nije došao.", "sr"),
        ("mr", "बंदर शांत होते", "mr"),
        ("uk", "Порт був тихий", "uk"),
        ("de", "", "de"),
        ("de", "The harbour was quiet, and the ship did not come.", "de"),
    ],
)
def test_the_script_overrules_a_declared_language_that_it_refutes(declared: str, text: str, language: str) -> None:
    assert language_of(Document((Block(text, (1,)),), language=declared)) == language


def test_furniture_does_not_tell_the_language() -> None:
    menu = Block("Home, News, Weather, Sports and all the other pages of this site", (1,), furniture=True)
    assert language_of(Document((menu, Block("你好", (2,))))) == "zh"


def test_a_page_declared_english_is_not_english_if_it_is_japanese() -> None:
    document = read_bytes('<html lang="en"><body><p>港は静かで、船は来ませんでした。</p></body></html>'.encode(), "p", ".html")
    assert (document.language, language_of(document)) == ("en", "ja")


BRITISH = "They realised that the colour of the harbour was grey."
AMERICAN = "They realized that the color of the harbor was gray."


@pytest.mark.parametrize(
    ("text", "declared", "link", "language"),
    [
        (BRITISH, "", "", "en-GB"),
        (AMERICAN, "en", "", "en-US"),
        (BRITISH, "en-US", "", "en-GB"),  # tools that make pages declare their own
        (f"{BRITISH} {AMERICAN}", "en", "", "en"),
        ("They saw the colour of the sea that was there.", "en", "", "en"),
        ("The Harbour Theatre is in the Labour Centre of the town.", "en", "", "en"),
        ("Who is there?", "en", "https://mill.example.co.uk/talk", "en-GB"),
        ("Who is there?", "en", "https://mill.example.gov/talk", "en-US"),
        ("Who is there?", "en-AU", "https://mill.example.gov/talk", "en-AU"),
        ("Você viu o ônibus e o celular?", "pt", "", "pt-BR"),
        ("Viste o autocarro e o telemóvel?", "pt", "", "pt-PT"),
        ("Wer hat die colour und das harbour gesehen?", "de", "", "de"),
        ("谁在那儿？", "zh-Hant", "", "zh-Hant"),
    ],
)
def test_spelling_tells_the_region_then_the_declaration_then_the_address(
    text: str, declared: str, link: str, language: str
) -> None:
    assert language_of(Document((Block(text, (1,)),), language=declared, link=link)) == language


def test_a_region_that_the_front_matter_names_is_kept() -> None:
    document = Document((Block(AMERICAN, (1,)),), language="en-GB", front_matter={"language": "en-GB"})
    assert language_of(document) == "en-GB"
