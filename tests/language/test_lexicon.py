"""Lexicons: finding their entries in texts, reading their files, and the shipped entries."""

from __future__ import annotations

import datetime as dt
import itertools
import tomllib
from typing import TYPE_CHECKING

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from tts_interview.errors import LexiconError, ShowError
from tts_interview.language.lexicon import Lexicon, read_lexicon, shipped_entries
from tts_interview.language.lexicon.entries import entries_of, said_of
from tts_interview.language.lexicon.files import lexicon_of
from tts_interview.language.phonetics.english import english
from tts_interview.language.phonetics.ipa import ENGLISH, fitted
from tts_interview.language.spoken_text import worded
from tts_interview.model import LexiconEntry, Paragraph, SpokenSpan
from tts_interview.settings.showfile import show_of
from tts_interview.speech.engines.espeak_library import read as read_by_espeak

if TYPE_CHECKING:
    from pathlib import Path


def words(**said: object) -> tuple[LexiconEntry, ...]:
    return entries_of({"en": said}, "test")


def found(text: str, *layers: tuple[LexiconEntry, ...], language: str = "en-GB", date: str = "") -> list[str]:
    """Return the words and the pronunciation of each find."""
    return [f"{s.spoken}={s.respelling or s.ipa or s.language}" for s in Lexicon(layers, date).find(text, language)]


RUTTE = words(Rutte="RUT-uh")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("我叫单雄，姓单。", ["单雄=Shan Xiong"]),
        ("GDP单雄", ["GDP=gee", "单雄=Shan Xiong"]),
        ("GDPs单", []),
        ("GDP 好", ["GDP=gee"]),
    ],
)
def test_a_word_is_found_in_a_text_without_spaces(text: str, said: list[str]) -> None:
    entries = entries_of({"zh": {"单雄": "Shan Xiong", "GDP": "gee"}}, "test")
    assert found(text, entries, language="zh") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Rutte spoke to Rutte.", ["Rutte=RUT-uh", "Rutte=RUT-uh"]),
        ("(Rutte)—Rutte", ["Rutte=RUT-uh", "Rutte=RUT-uh"]),
        ("Rutte's and Rutte’s friends", ["Rutte=RUT-uh", "Rutte=RUT-uh"]),
        ("the Ruttes, the Ruttes' house", ["Ruttes=RUT-uhz", "Ruttes=RUT-uhz"]),
        ("RUTTE SHOUTED", ["RUTTE=RUT-uh"]),
        ("the rutte of a deer", []),
        ("Rutteland, MacRutte, Rutte2, Ruttése", []),
        ("", []),
    ],
)
def test_a_name_is_found_with_its_possessive_and_plural_and_in_no_other_word(text: str, said: list[str]) -> None:
    assert found(text, RUTTE) == said


@pytest.mark.parametrize(
    ("written", "text", "is_found"),
    [
        ("gif", "A GIF, a Gif", True),
        ("NATO", "Nato said", True),
        ("Polish", "polish it", False),
        ("Łódź", "in Łódź", True),
        ("Łódź", "in \u0141o\u0301dz\u0301", True),
        ("O'Brien", "Mr O’Brien", True),
        ("Jean-Luc", "Jean\u2011Luc came", True),
        ("New York", "New\u00a0York", True),
        ("New York", "NewYork", False),
        (".NET", "with .NET here", True),
        ("C++", "C++ is", True),
        ("C++", "C+ is", False),
        ("हिन्दी", "हिन्दी में", True),
        ("हिन", "हिन्दी में", False),
        ("hors", "two horses", False),
        ("Jones", "the Joneses", True),
        ("Bas", "the Bass", False),
    ],
)
def test_typographic_variants_are_the_same_word(written: str, text: str, *, is_found: bool) -> None:
    assert bool(found(text, words(**{written: "XX"}))) is is_found


def test_an_exact_word_matches_only_its_own_capitals() -> None:
    only = words(US={"say": "yoo-ESS", "exact": True})
    assert found("US and Us and us", only) == ["US=yoo-ESS"]


def test_the_longest_entry_wins_and_then_the_strongest_layer() -> None:
    weak = words(**{"New York": "YORK", "York": "weak"})
    strong = words(New="nyoo", York="strong")
    assert found("New York, York, New", weak, strong) == ["New York=YORK", "York=strong", "New=nyoo"]
    assert found("York", strong, weak) == ["York=weak"]


def test_the_latest_entry_that_is_valid_at_the_date_wins() -> None:
    kyiv = words(Kyiv=["KEE-ev", {"say": "KEE-yiv", "since": dt.date(2019, 10, 1)}, {"say": "KEEV", "since": "2022"}])
    assert found("Kyiv", kyiv, date="2018-01-01") == ["Kyiv=KEE-ev"]
    assert found("Kyiv", kyiv, date="2019-10-01") == ["Kyiv=KEE-yiv"]
    assert found("Kyiv", kyiv, date="2022-01-01") == ["Kyiv=KEEV"]
    assert found("Kyiv", kyiv) == ["Kyiv=KEEV"]


def test_an_entry_applies_to_its_language_and_a_regional_one_wins() -> None:
    entries = entries_of(
        {"en": {"Reading": "RED-ing"}, "en-gb": {"Z": "zed"}, "any": {"Z": "/ziː/"}, "fr": {"Paris": "pa-ri"}}, ""
    )
    assert found("Reading Z Paris", entries, language="en-US") == ["Reading=RED-ing", "Z=ziː"]
    assert found("Reading Z Paris", entries, language="en-GB") == ["Reading=RED-ing", "Z=zed"]
    assert found("Reading Z Paris", entries, language="fr") == ["Z=ziː", "Paris=pa-ri"]


@pytest.mark.parametrize(
    ("said", "plural"),
    [
        ("/ˈkæt/", SpokenSpan("Names", 0, 5, ipa="ˈkæts")),
        ("/ˈdɒɡ/", SpokenSpan("Names", 0, 5, ipa="ˈdɒɡz")),
        ("/ˈbʊʃ/", SpokenSpan("Names", 0, 5, ipa="ˈbʊʃɪz")),
        ("KEEV", SpokenSpan("Names", 0, 5, ipa="kˈiːvz", respelling="KEEVZ")),
        ("world wide web", SpokenSpan("Names", 0, 5, respelling="world wide webs")),
        ({"lang": "nl"}, SpokenSpan("Names", 0, 5, language="nl")),
    ],
)
def test_the_plural_ending_follows_the_sounds_of_the_word(said: object, plural: SpokenSpan) -> None:
    assert Lexicon([words(Name=said)]).find("Names", "en") == (plural,)


def test_a_direction_of_a_script_overrides_the_lexicon() -> None:
    from tts_interview.script.directions import read

    directed = read('{say "x-y": Rutte} and Rutte, {lang nl: Rutte}', lambda _place: "")
    paragraph = Paragraph(directed.text, 1, directions=directed.directions)
    spans = worded(paragraph, "en", Lexicon([RUTTE]).find(paragraph.text, "en")).spans(0, len(paragraph.text))
    assert [s.respelling or s.language for s in spans if s.spoken == "Rutte"] == ["x-y", "RUT-uh", "nl"]


# -- reading -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[en]\nŁódź = 'x'", "line 2: not valid TOML"),
        ("[english]\nA = 'x'", 'unknown language "english": expected'),
        ("A = 'x'", 'unknown language "A"'),
        ("en = 'x'", "[en] is not a table"),
        ("[en]\nA = 3", '[en] "A": 3 is not text'),
        ("[en]\nA = ''", 'no letters or digits in ""'),
        ("[en]\nA = '/q9/'", '"9" is not in the International Phonetic Alphabet'),
        ("[en]\nA = {}", "no pronunciation: expected"),
        ("[en]\nA = {say='b', sinse='2020'}", 'unknown key "sinse": expected say'),
        ("[en]\nA = {say='b', since='soon'}", 'invalid date "soon": expected'),
        ("[en]\nA = {say='b', exact='yes'}", 'invalid value "yes" of exact: expected true or false'),
        ("[en]\nA = {lang='klingon'}", 'unknown language "klingon"'),
        ("[en]\n'…' = 'b'", 'invalid word "…": expected letters'),
        ('[en]\nA = "b\\u0000"', "unprintable character"),
        (f"[en]\nA = '{'x' * 301}'", "longer than 300"),
        ("[en]\nA = 'b=c'", 'invalid respelling "b=c": expected syllables'),
        ("[en]\nA = {say='b = c', lang='nl'}", 'invalid respelling "b = c"'),
    ],
)
def test_an_invalid_lexicon_is_refused_in_one_line_that_says_where(text: str, complaint: str) -> None:
    with pytest.raises(LexiconError) as refused:
        lexicon_of(text, "words.toml")
    assert str(refused.value).startswith("words.toml")
    assert complaint in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_missing_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="does not exist"):
        read_lexicon(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes("[en]\n'Müller' = 'x'".encode("latin-1"))
    with pytest.raises(LexiconError, match="not in UTF-8"):
        read_lexicon(tmp_path / "latin.toml")
    with pytest.raises(LexiconError, match="cannot be read"):
        read_lexicon(tmp_path)


PLS = """<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en-US">
  <meta name="maker" content="us"/>
  <lexeme><grapheme>Gothenburg</grapheme><grapheme>Göteborg</grapheme>
    <phoneme>ˈjɒtəbɔːɹ</phoneme><phoneme prefer="true">ˌjœtɛˈbɔrj</phoneme><!-- heard --></lexeme>
  <lexeme><grapheme>W3C</grapheme><alias>World Wide Web Consortium</alias></lexeme>
</lexicon>"""


def test_a_lexicon_of_the_w3c_is_read(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.pls"
    path.write_text(PLS, encoding="utf-8")
    assert read_lexicon(path) == (
        LexiconEntry("Gothenburg", ipa="ˌjœtɛˈbɔrj", language="en"),
        LexiconEntry("Göteborg", ipa="ˌjœtɛˈbɔrj", language="en"),
        LexiconEntry("W3C", respelling="World Wide Web Consortium", language="en"),
    )
    path.write_text(PLS.replace("UTF-8", "UTF-16"), encoding="utf-16")
    assert len(read_lexicon(path)) == 3


LAUGHS = '<!DOCTYPE lexicon [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE lexicon [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (f"{LAUGHS}<lexicon><lexeme><grapheme>&b;</grapheme><phoneme>a</phoneme></lexeme></lexicon>", "entities"),
        (f"{OUTSIDE}<lexicon><lexeme><grapheme>&a;</grapheme><phoneme>a</phoneme></lexeme></lexicon>", "entities"),
        (f"{OUTSIDE}<lexicon xml:lang='&a;'/>", "not valid XML"),
        ("<lexicon><lexeme>", "line 1: not valid XML"),
        ("<html/>", "expected a W3C <lexicon>, not <html>"),
        ("<lexicon>\n<lexeme><grapheme>A</grapheme></lexeme></lexicon>", "line 2: expected <grapheme> and <phoneme>"),
        ("<lexicon alphabet='x-sampa'><lexeme><grapheme>A</grapheme><phoneme>a</phoneme></lexeme></lexicon>", '"x-sampa"'),
        (
            "<lexicon><lexeme><grapheme>A</grapheme><phoneme>9</phoneme></lexeme></lexicon>",
            '"9" is not in the International Phonetic Alphabet',
        ),
        ("<lexicon xml:lang='tlh'/>", 'xml:lang="tlh"'),
        ("<" + "a><" * 5000, "not valid XML"),
    ],
)
def test_hostile_and_invalid_xml_is_refused_in_one_line(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "words.pls"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError) as refused:
        read_lexicon(path)
    assert complaint in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_show_file_has_a_lexicon_in_tables_of_languages(tmp_path: Path) -> None:
    text = '[lexicon.en]\n"Rutte" = "RUT-uh"\n[lexicon.any]\n"Łódź" = "/ˈwut͡ɕ/"'
    assert [e.written for e in show_of(text, tmp_path / "show.toml").lexicon.entries] == ["Rutte", "Łódź"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[lexicon]\nfile = 'x'", 'unknown key "file"; did you mean "files"?'),
        ("[lexicon.en]\nA = ''", '[lexicon] en: "A": no letters or digits in ""'),
        ("[lexicon]\nen = 3", "[lexicon] en: is not a table"),
    ],
)
def test_the_error_for_a_show_file_says_what_is_wrong_with_its_words(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(ShowError) as refused:
        show_of(text, tmp_path / "show.toml")
    assert complaint in str(refused.value)


# -- shipped entries ---------------------------------------------------------------------------------------------------


def test_shipped_words_have_one_entry_each_in_english_sounds() -> None:
    keys = [(e.written, e.language) for e in shipped_entries()]
    assert len(keys) == len(set(keys)) > 150
    for entry in shipped_entries():
        assert entry.ipa
        assert "ˈ" in fitted(entry.ipa, ENGLISH)


def test_shipped_entries_differ_from_espeak_or_from_the_list() -> None:
    listed = english("en-us", lambda _word, _language: "")
    for entry in shipped_entries():
        known, _ = listed.look_up(entry.written)
        by_rules = read_by_espeak(entry.written, "en-us")
        assert {by_rules, known.ipa if known else by_rules} != {fitted(entry.ipa, ENGLISH)}, entry.written


# -- properties --------------------------------------------------------------------------------------------------------

LINES = st.text(st.characters(exclude_categories=("C", "Z", "M")), min_size=1, max_size=12).filter(
    lambda t: any(c.isalnum() for c in t)
)
IPA = st.text(st.sampled_from("ptkbdɡmnszʃʒaeiouəɛɔˈ"), min_size=1, max_size=8).filter(lambda t: any(c.isalpha() for c in t))
ENTRIES = st.builds(
    LexiconEntry,
    written=LINES,
    respelling=LINES.filter(lambda t: "=" not in t) | st.just(""),
    ipa=IPA,
    said_in=st.sampled_from(["", "nl", "pt-BR"]),
    language=st.sampled_from(["", "en", "fr"]),
    since=st.sampled_from(["", "2022", "2022-02-24"]),
    exact=st.booleans(),
)


@settings(deadline=None)  # the machine may be busy
@given(st.lists(ENTRIES, max_size=3))
def test_any_entries_are_written_and_read_back(entries: list[LexiconEntry]) -> None:
    import unicodedata

    entries = [LexiconEntry(unicodedata.normalize("NFC", e.written), *said(e)) for e in entries]
    tables: dict[str, dict[str, list[object]]] = {}
    for entry in entries:
        tables.setdefault(entry.language or "any", {}).setdefault(entry.written, []).append(said_of(entry))
    read = entries_of(tomllib.loads(tomlkit.dumps(tables)), "test")
    assert sorted(read, key=str) == sorted(entries, key=str)


def said(entry: LexiconEntry) -> tuple[str, str, str, str, str, bool]:
    return entry.respelling, entry.ipa, entry.said_in, entry.language, entry.since, entry.exact


@settings(deadline=None)  # the machine may be busy
@given(
    st.lists(st.lists(ENTRIES, max_size=4), max_size=3),
    st.text(alphabet=st.sampled_from("Rutes'’ -.Łó\u0301नि9\n") | st.characters(exclude_categories=["Cs"]), max_size=60),
    st.sampled_from(["en", "en-GB", "fr", "de", ""]),
)
def test_any_text_with_any_lexicon_keeps_spans_in_order(layers: list[list[LexiconEntry]], text: str, language: str) -> None:
    own = [LexiconEntry(word, ipa="a") for word in text.split()[:3] if any(c.isalnum() for c in word)]
    spans = Lexicon([*layers, own]).find(text, language)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(s.spoken == text[s.start : s.end] != "" for s in spans)
    whole = worded(Paragraph(text, 1), language, spans).spans(0, len(text))
    assert "".join(text[s.start : s.end] for s in whole) == text


@settings(deadline=None)  # the machine may be busy
@given(st.text(max_size=200))
def test_any_lexicon_text_is_read_or_refused_in_one_line(text: str) -> None:
    assert "\n" not in refusal(text)


def refusal(text: str) -> str:
    """Return the error for a lexicon; empty if it is valid."""
    try:
        lexicon_of(text, "words.toml")
    except LexiconError as refused:
        return str(refused)
    return ""
