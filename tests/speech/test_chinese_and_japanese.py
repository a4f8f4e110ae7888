"""Chinese and Japanese for Kokoro: signs, words, the extras with the dictionaries, and the cast of the examples."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tts_interview import Gender, MissingExtraError, Role, Settings, Utterance, plan
from tts_interview.language import segmentation
from tts_interview.language.segmentation import word_ranges
from tts_interview.model import Observer, Pronunciation
from tts_interview.settings.parts import ReadingSettings, SpeechSettings
from tts_interview.speech.engines import EngineSetup, engine_class, make_engine
from tts_interview.speech.engines.kokoro import KokoroEngine, japanese, mandarin
from tts_interview.speech.engines.kokoro.inference import symbols
from tts_interview.speech.engines.kokoro.phonemes import Phonemes

if TYPE_CHECKING:
    from collections.abc import Callable

    from tts_interview.pipeline import Plan

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
pytestmark = pytest.mark.skipif(
    bool(KokoroEngine.missing()) or not all(map(segmentation.has_dictionary, ("ja", "zh"))),
    reason="Kokoro or the extras ja and zh are not installed",
)


@pytest.mark.parametrize(("table", "read"), [("mandarin", mandarin.read), ("japanese", japanese.read)])
def test_every_text_of_the_table_has_its_signs(table: str, read: Callable[[str], str]) -> None:
    lines = (Path(__file__).parent / f"{table}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    pairs = [line.split("\t") for line in lines]
    assert [(text, signs, read(text)) for text, signs in pairs if read(text) != signs] == []


def test_every_common_character_has_signs_that_kokoro_knows() -> None:
    characters = [c for c in map(chr, range(0x4E00, 0x9F00, 5)) if c.encode("gb2312", "ignore")]
    assert {c: signs for c in characters if not (signs := mandarin.read(c)) or set(signs) - symbols().keys()} == {}


def test_every_mora_has_signs_that_kokoro_knows() -> None:
    moras = [
        a + b for a, b in itertools.product(map(chr, range(ord("ア"), ord("ヴ") + 1)), ("", "ャ", "ェ", "ン", "ー", "ッカ"))
    ]
    signs = {mora: japanese._signs(mora) for mora in moras}
    assert {mora: found for mora, found in signs.items() if not found or set(found) - symbols().keys()} == {}


@pytest.mark.parametrize(
    ("language", "text", "phonemes"),
    [
        ("zh", "他说：“好！”（笑）", "tʰa→ ʂwo→: “xau↓!” (ɕjau↘)"),
        ("zh-CN", "山、水。", "ʂa→n, ʂwei↓."),
        ("ja", "「はい。」と、言った。", "“hai.” to, iʔta."),
    ],
)
def test_wide_marks_become_those_that_the_model_knows(language: str, text: str, phonemes: str) -> None:
    assert Phonemes(symbols()).of(Utterance(text, "", language)) == phonemes


def test_words_of_another_language_are_read_by_its_rules() -> None:
    passage = Utterance("Se dice 你好 aquí.", "", "es", pronunciations=(Pronunciation(8, 10, language="zh"),))
    assert "ni↗xau↓" in Phonemes(symbols()).of(passage)


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("zh", "您好，我买了“iPhone”。", ["您好，", "我", "买", "了", "“iPhone”。"]),
        ("zh", "1998年", ["1998", "年"]),
        ("ja", "東京で『本』を買った。", ["東京", "で", "『本』", "を", "買っ", "た。"]),
        ("en", "Well, it is 北京.", ["Well,", "it", "is", "北京."]),
        ("zh", "（", []),
    ],
)
def test_words_are_those_of_the_dictionary_with_the_marks_that_touch_them(language: str, text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in word_ranges(text, language)] == words


@pytest.fixture
def without_dictionaries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segmentation, "find_spec", lambda _name: None)


@pytest.mark.usefixtures("without_dictionaries")
def test_without_the_dictionary_every_character_is_a_word() -> None:
    assert [end - start for start, end in word_ranges("您好，山上 GDP", "zh")] == [1, 2, 1, 1, 3]


@pytest.mark.usefixtures("without_dictionaries")
@pytest.mark.parametrize("language", ["zh", "zh-TW", "ja"])
@pytest.mark.parametrize("name", ["kokoro", "auto"])
def test_a_missing_extra_is_an_error_of_one_line_that_names_it(
    name: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_class("system"), "missing", classmethod(lambda _cls: "not here"))
    with pytest.raises(
        MissingExtraError, match=f'text in "{language}" needs the extra "{language[:2]}"; get it with: '
    ) as raised:
        make_engine(name, EngineSetup(tmp_path), language)
    assert "\n" not in str(raised.value)


@pytest.mark.usefixtures("without_dictionaries")
def test_other_languages_need_no_extra(tmp_path: Path) -> None:
    assert make_engine("kokoro", EngineSetup(tmp_path), "es").name == "kokoro"
    with pytest.raises(MissingExtraError, match="zh"):
        Phonemes(symbols()).of(Utterance("你好", "zf_xiaoxiao", "zh"))


@pytest.mark.usefixtures("without_dictionaries")
def test_without_the_extra_an_english_voice_says_a_passage_in_latin_letters_and_a_doubt_names_it(tmp_path: Path) -> None:
    page = (
        "---\nlanguage: en\ncast:\n- name: Ann Roe\n- name: Ben Poe\n---\n\nAnn Roe: Where?\n\nBen Poe: In {lang zh: 北京}.\n"
    )
    _, doubts = planned(page.encode(), tmp_path)
    assert [doubt for doubt in doubts if '北京 as "Bei Jing"' in doubt]
    passage = Utterance("In 北京.", "", "en-us", pronunciations=(Pronunciation(3, 5, language="zh"),))
    latin = Utterance("In Bei Jing.", "", "en-us")
    assert Phonemes(symbols()).of(passage).replace(" ", "") == Phonemes(symbols()).of(latin).replace(" ", "")


def test_the_dictionary_is_part_of_a_voices_identity(tmp_path: Path) -> None:
    engine = KokoroEngine(EngineSetup(tmp_path))
    assert "rjieba" in engine.fingerprint("zf_xiaoxiao")
    assert "pyopenjtalk-plus" in engine.fingerprint("jf_alpha")
    assert "signs" not in engine.fingerprint("af_heart")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="espeak-ng is not what speaks here")
def test_espeak_reads_no_japanese(tmp_path: Path) -> None:
    assert not [voice for voice in engine_class("system")(EngineSetup(tmp_path)).voices() if voice.language == "ja"]


class _Listener(Observer):
    def __init__(self) -> None:
        self.doubts: list[str] = []

    def doubt(self, line: str) -> None:
        self.doubts.append(line)


def planned(source: Path | bytes, tmp_path: Path, language: str = "") -> tuple[Plan, list[str]]:
    """Return a plan with Kokoro, and its doubts."""
    listener = _Listener()
    settings = Settings(
        reading=ReadingSettings(language=language), speech=SpeechSettings(engine=KokoroEngine(EngineSetup(tmp_path)))
    )
    return plan(source, settings, listener), listener.doubts


@pytest.mark.parametrize(("example", "language", "people"), [("tea-hill.md", "zh", 3), ("glass-lamp.md", "ja", 3)])
def test_an_example_is_planned_with_voices_of_its_language(example: str, language: str, people: int, tmp_path: Path) -> None:
    found, doubts = planned(EXAMPLES / example, tmp_path)
    voices = found.casting.voices
    assert {voice.language for voice in voices.values()} == {language}
    assert len(set(voices.values())) == len(voices) == people
    heard = (speaker for speaker in found.transcript.speakers if speaker.role is not Role.NARRATOR)
    genders = [voices[speaker.name].gender for speaker in heard]
    assert sorted(genders) == [Gender.FEMALE, Gender.MALE]
    assert {turn.role for turn in found.transcript.turns} == {Role.NARRATOR, Role.INTERVIEWER, Role.GUEST}
    assert doubts == []
    assert all(len(speech.utterance.text) <= 140 for speech in found.rundown.speeches)


def test_a_voice_says_a_foreign_script_in_latin_letters_and_a_doubt_names_it(tmp_path: Path) -> None:
    page = "Ann Roe: Whom did you meet in 北京?\n\nBen Poe: I met 王小雨, and nobody else.\n".encode()
    found, doubts = planned(page * 2, tmp_path, "en")
    said = " ".join(utterance.text for utterance in found.utterances)
    assert "in Bei Jing?" in said
    assert "met Wang Xiao Yu, and" in said
    assert not any("\u4e00" <= character <= "\u9fff" for character in said)
    assert [doubt for doubt in doubts if '北京 as "Bei Jing", 王小雨 as "Wang Xiao Yu"' in doubt]
