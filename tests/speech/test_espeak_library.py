"""espeak-ng makes the recorded phonemes for Kokoro, and does not disturb the copy that speaks."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tts_interview.errors import EngineError
from tts_interview.language.phonetics import LANGUAGES
from tts_interview.speech.engines import espeak_library
from tts_interview.speech.engines.espeak_library import espeak_name, package_version, read, spoken, voices
from tts_interview.speech.engines.kokoro.inference import symbols
from tts_interview.speech.engines.kokoro.phonemes import Phonemes, without_switches

RECORDED = [
    line.split("\t")
    for line in (Path(__file__).parent / "phonemes.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="espeak-ng is not what speaks here")


def of(text: str, language: str) -> str:
    return Phonemes(symbols())._read(text, language, marks=True)


def without_marks(text: str, language: str) -> str:
    return Phonemes(symbols())._read(text, language, marks=False)


@pytest.fixture
def recorded() -> list[list[str]]:
    if package_version() != "0.2.4":
        pytest.skip("the phonemes were recorded with another version of espeak-ng")
    return RECORDED


def test_phonemes_with_marks_match_the_record(recorded: list[list[str]]) -> None:
    assert [of(text, language) for language, text, *_ in recorded] == [
        without_switches(marked, language) for language, _, marked, _ in recorded
    ]


def test_phonemes_without_marks_match_the_record(recorded: list[list[str]]) -> None:
    assert [without_marks(text, language) for language, text, *_ in recorded] == [
        without_switches(plain, language) for language, _, _, plain in recorded
    ]


def test_several_threads_that_read_several_languages_get_the_same_phonemes_as_one() -> None:
    sentences = [(text, language) for language, text, *_ in RECORDED[::7]] * 4
    one_by_one = [read(*sentence) for sentence in sentences]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda sentence: read(*sentence), sentences)) == one_by_one


@pytest.mark.parametrize(
    ("text", "phonemes"),
    [
        ("He saw 3.5 of them.", "hiː sˈɔː θɹˈiː pɔɪnt fˈaɪv ʌv ðˌɛm."),
        ("It was 3.5.", "ɪt wʌz θɹˈiː pɔɪnt fˈaɪv."),
        ("1,500,or more", "wˈʌn θˈaʊzənd fˈaɪvhˈʌndɹɪd,ɔːɹ mˈɔːɹ"),
    ],
)
def test_a_mark_within_a_number_is_read_and_one_after_it_stays(text: str, phonemes: str) -> None:
    assert of(text, "en-us") == phonemes


def test_a_text_is_read_past_a_null_character() -> None:
    assert read("one\0two", "en-us") == read("one two", "en-us")


def test_an_empty_text_has_no_phonemes() -> None:
    assert (read("", "en-us"), of(" ", "en-us"), without_marks("", "en-us")) == ("", "", "")


def test_a_language_without_rules_is_an_error_that_names_it() -> None:
    with pytest.raises(EngineError, match='no rules for the language "xx"'):
        read("Hello.", "xx")


def test_missing_data_is_an_error_and_does_not_end_the_process(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; from tts_interview.speech.engines import espeak_library as e\n"
        f"e.data_folder = lambda: Path({str(tmp_path)!r})\n"
        "try: e.read('Hello.', 'en-us')\n"
        "except e.EngineError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert "reinstall espeakng-loader" in done.stdout


# -- beside the copy that speaks -------------------------------------------------------------------------------------

BESIDE = """
import threading
from pathlib import Path
from tts_interview import Utterance
from tts_interview.speech.engines import EngineSetup
from tts_interview.speech.engines.espeak_library import read
from tts_interview.speech.engines.system import SystemEngine

said = "Nobody expected the ferry."
if {reader_first}:
    read(said, "fr-fr")
engine = SystemEngine(EngineSetup(Path()))
voice = engine.voices()[0]
before = engine.speak(Utterance(said, voice.name, voice.language))
alone = read(said, "fr-fr")
heard = []
reading = threading.Thread(target=lambda: heard.extend(read(said, name) for name in ("fr-fr", "de", "fr-fr") * 100))
reading.start()
assert all(engine.speak(Utterance(said, voice.name, voice.language)) == before for _ in range(40))
reading.join()
assert len(heard) == 300 and set(heard) == {{alone, read(said, "de")}}, set(heard)
assert engine.phonemes(Utterance(said, voice.name, voice.language)) == read(said, "en-us")
"""


@linux_only
@pytest.mark.parametrize("reader_first", [True, False])
def test_system_voices_speak_while_another_thread_reads(*, reader_first: bool, tmp_path: Path) -> None:
    program = BESIDE.format(reader_first=reader_first)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr


@linux_only
@pytest.mark.parametrize("is_linked", [False, True])
def test_a_package_with_one_library_file_is_copied_for_speaking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_linked: bool
) -> None:
    said = ("Nobody expected the ferry.", "gmw/en-US+f4", 165, 70)
    before = spoken(*said)
    alone = Path(shutil.copy(espeak_library._library_path(), tmp_path / "libespeak-ng.so"))
    if is_linked:
        (tmp_path / "libespeak-ng.so.1").symlink_to(alone)
    monkeypatch.setattr(espeak_library, "_library_path", lambda: alone)
    with espeak_library._fresh_library() as library:
        assert Path(library._name).parent != tmp_path
    assert spoken(*said) == before


@linux_only
def test_a_voice_that_espeak_does_not_have_is_an_error_that_names_it() -> None:
    with pytest.raises(EngineError, match='cannot load the voice "gmw/nobody"'):
        spoken("Hello.", "gmw/nobody", 165, 50)


def test_every_language_with_rules_has_a_voice_in_espeak() -> None:
    assert {espeak_name(tag) for tag in LANGUAGES | {"en-GB", "es-MX", "pt-PT", "fr-BE"}} <= voices().keys()
