"""The precedence of settings: built-in < show file < environment < the source itself < flags."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import click
import pytest
from in_force import in_force

from tts_interview import Gender, PacingSettings, Settings
from tts_interview.cli.options import SettingsCommand
from tts_interview.settings import Origin
from tts_interview.settings.layers import Layer, settled, value_of
from tts_interview.settings.parts import ReadingRule, ReadingSettings, SpeechSettings
from tts_interview.settings.sound import SoundSettings

if TYPE_CHECKING:
    from pathlib import Path

    from tts_interview.script.file import Script

PAGE = "Ann Lee: Why is the sea so blue today?\n\nBo Lund: Because it is deep.\n\nAnn Lee: And then?\n\nBo Lund: Then it is.\n"


@click.command(cls=SettingsCommand, takes="render", tells=False)
def asked(settings: Settings) -> Settings:
    """Return the options of `render` as settings."""
    return settings


@dataclass
class Places:
    """An episode with a show file, environment, front matter and flags."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    show: str = ""
    environment: str = ""
    page: str = ""
    flags: tuple[str, ...] = ()

    def read(self, text: str = PAGE) -> tuple[Script, Settings]:
        """Return the script that is read, and the settings in force."""
        (self.folder / "show.toml").write_text(self.show, encoding="utf-8")
        page = self.folder / "page.md"
        page.write_text(f"---\n{self.page}\n---\n{text}" if self.page else text, encoding="utf-8")
        for pair in self.environment.split():
            name, _, value = pair.partition("=")
            self.monkeypatch.setenv(f"TTS_INTERVIEW_{name}", value)
        show = ["--show", str(self.folder / "show.toml")] if self.show else []
        settings = asked.main([*show, *self.flags], standalone_mode=False)
        return in_force(page, settings)


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    return Places(tmp_path, monkeypatch)


def value(settings: Settings, name: str) -> object:
    return value_of(settings, name)


@dataclass(frozen=True)
class Said:
    """What each place says about a choice, and the values, the built-in one first; None if a place has no such choice."""

    show: str
    environment: str
    page: str
    flags: str
    values: tuple[object, ...]

    def only(self, chosen: set[int]) -> dict[str, Any]:
        """Return the choice as only these places make it."""
        places = {"show": self.show, "environment": self.environment, "page": self.page}
        said = {name: text if number in chosen else "" for number, (name, text) in enumerate(places.items(), start=1)}
        return {**said, "flags": tuple(self.flags.split()) if Origin.FLAG in chosen else ()}


SAID = {
    "speech.engine": Said(
        '[reading]\nengine = "tone"', "ENGINE=system", "", "--engine kokoro", ("auto", "tone", "system", None, "kokoro")
    ),
    "reading.language": Said(
        '[show]\nlanguage = "de"', "LANGUAGE=fr", "language: es", "--language it", ("", "de", "fr", "es", "it")
    ),
    "casting.narrator": Said(
        '[reading]\nnarrator = "alto"',
        "NARRATOR=bass",
        "narrator: interviewer",
        "--narrator none",
        ("", "alto", "bass", "interviewer", "none"),
    ),
    "pacing.rate": Said("[pace]\nrate = 1.1", "RATE=1.2", "rate: 1.3", "--rate 1.0", (1.0, 1.1, 1.2, 1.3, 1.0)),
    "announcing.say_names": Said(
        '[reading]\nsay-names = "first"',
        "SAY_NAMES=change",
        "say-names: never",
        "--say-names auto",
        ("auto", "first", "change", "never", "auto"),
    ),
    "pacing.preset": Said(
        '[pace]\npreset = "news"',
        "PACE=slow",
        "pace: fast",
        "--pace conversation",
        ("conversation", "news", "slow", "fast", "conversation"),
    ),
    "pacing.seed": Said("[pace]\nseed = 1", "SEED=2", "", "--seed 0", (0, 1, 2, None, 0)),
    "pacing.rates": Said(
        "", "RATE=Bo=1.2", "rate: {Bo: 1.3}", "--rate Bo=1.4", ({}, None, {"Bo": 1.2}, {"Bo": 1.3}, {"Bo": 1.4})
    ),
    "pacing.pauses": Said(
        "[pace]\nanswer = 300",
        "PAUSE=answer=310ms",
        "pause: {answer: 320ms}",
        "--pause answer=330",
        ({}, {"answer": 300}, {"answer": 310}, {"answer": 320}, {"answer": 330}),
    ),
    "announcing.opening": Said(
        '[reading]\nopening = "title"',
        "OPENING=full",
        "opening: none",
        "--opening title",
        ("none", "title", "full", "none", "title"),
    ),
    "sound.target_lufs": Said(
        '[loudness]\ntarget = "ebu"', "LOUDNESS=aes", "", "--loudness apple", (-16.0, -23.0, -18.0, None, -16.0)
    ),
    "sound.ambience": Said('[loudness]\nambience = "none"', "", "", "--ambience room", ("room", "none", None, None, "room")),
    "sound.sample_rate_hz": Said(
        "[loudness]\nsample-rate = 48000", "", "", "--sample-rate 24000", (0, 48_000, None, None, 24_000)
    ),
    "sound.bit_depth": Said("[loudness]\nbit-depth = 24", "", "", "--bit-depth 16", (0, 24, None, None, 16)),
    "sound.bitrate_kbps": Said("[loudness]\nbitrate = 128", "", "", "--bitrate 64", (0, 128, None, None, 64)),
    "reading.columns": Said(
        '[reading]\ncolumns = "text=A"', "", "", "--columns text=B", ({}, {"text": "A"}, None, None, {"text": "B"})
    ),
    "reading.article": Said('[reading]\narticle = ".a"', "", "", "--article .b", ("", ".a", None, None, ".b")),
}


@pytest.mark.parametrize(
    ("name", "weaker", "stronger"),
    [
        (name, weaker, stronger)
        for name, said in SAID.items()
        for weaker, stronger in combinations(range(5), 2)
        if None not in (said.values[weaker], said.values[stronger])
    ],
)
def test_the_stronger_of_any_two_places_decides(places: Places, name: str, weaker: int, stronger: int) -> None:
    said = SAID[name]
    settings = replace(places, **said.only({weaker, stronger})).read()[1]
    assert value(settings, name) == said.values[stronger]
    assert settings.origins.get(name, Origin.BUILT_IN) == stronger


def test_a_flag_given_with_its_default_counts_as_a_flag(places: Places) -> None:
    places.show = '[reading]\nengine = "tone"\nnarrator = "alto"\n[pace]\nrate = 1.4\nsentence = 100\n[loudness]\ntarget = -20'
    places.flags = ("--engine", "auto", "--rate", "1.0", "--loudness", "-16", "--narrator", "")
    settings = places.read()[1]
    assert (settings.speech.engine, settings.casting.narrator, settings.sound) == ("auto", "", SoundSettings(-16.0))
    assert settings.pacing == PacingSettings(rate=1.0, pauses={"sentence": 100})  # the show decides where no flag does


def test_pauses_of_a_weaker_place_give_way_with_its_pace(places: Places) -> None:
    places.show = '[cast]\n"Bo Lund" = {rate = 0.9}\n[pace]\npreset = "news"\nanswer = 300\nname = 200'
    places.page = "pause: {answer: 350ms}"
    settings = places.read()[1]
    assert settings.pacing == PacingSettings("news", {"answer": 350, "name": 200}, rates={"Bo Lund": 0.9})
    # Single pauses of a weaker place belong to its own pace, and would not suit another.
    places.flags = ("--pace", "slow", "--pause", "name=1s", "--rate", "1.1")
    assert places.read()[1].pacing == PacingSettings("slow", {"name": 1000}, 1.1, {"Bo Lund": 0.9})


def test_an_invalid_pace_in_front_matter_is_ignored(places: Places) -> None:
    places.page = "pace: quick\npause: {answer: long, query: 3s, name: 0.2s}\nrate: {Bo: fast}\nsay-names: often"
    settings = places.read()[1]
    assert settings.pacing == PacingSettings(pauses={"name": 200})
    assert settings.announcing.say_names == "auto"


def test_a_speaker_gets_the_voice_of_the_strongest_place(places: Places) -> None:
    places.show = '[cast]\n"Ann Lee" = {voice = "bass", gender = "male"}\n"Bo Lund" = {voice = "tenor"}'
    assert dict(places.read()[1].casting.voices) == {"Ann Lee": "bass", "Bo Lund": "tenor"}
    places.page = "voice: {Ann Lee: alto}\ngender: {Ann Lee: female}"
    settings = places.read()[1]
    assert dict(settings.casting.voices) == {"Ann Lee": "alto", "Bo Lund": "tenor"}
    assert settings.casting.genders["Ann Lee"] is Gender.FEMALE
    places.flags = ("--voice", "Ann Lee=soprano", "--gender", "Ann Lee=male")
    settings = places.read()[1]
    assert dict(settings.casting.voices) == {"Ann Lee": "soprano", "Bo Lund": "tenor"}
    assert settings.casting.genders["Ann Lee"] is Gender.MALE


def test_of_two_names_for_one_person_the_one_in_a_flag_decides(places: Places) -> None:
    places.show = '[cast]\n"Ann Lee" = {voice = "bass"}'
    places.page = "voice: {Lee: alto}"
    places.flags = ("--voice", "Ann Lee=soprano")
    assert list(places.read()[1].casting.voices.items()) == [("Lee", "alto"), ("Ann Lee", "soprano")]


def test_the_cast_of_a_script_overrides_the_show_and_flags_override_it(places: Places) -> None:
    places.show = '[cast]\n"Ann Lee" = {voice = "bass", gender = "male", role = "guest"}'
    places.page = (
        'cast:\n- {name: Ann Lee, role: interviewer, gender: female, voice: alto}\n- {name: Bo Lund, voice: tenor}\nrate: "1.2"'
    )
    found, settings = places.read()
    assert dict(settings.casting.voices) == {"Ann Lee": "alto", "Bo Lund": "tenor"}
    assert (found.transcript.speaker("Ann Lee").role, settings.casting.genders["Ann Lee"]) == ("interviewer", Gender.FEMALE)
    assert settings.pacing.rate == 1.2
    places.flags = ("--voice", "Ann Lee=bass", "--rate", "0.9")
    settings = places.read()[1]
    assert (settings.casting.voices["Ann Lee"], settings.pacing.rate) == ("bass", 0.9)


def test_a_script_without_a_language_has_the_language_of_its_show(places: Places) -> None:
    places.show = '[show]\nlanguage = "de"'
    places.page = "cast: [{name: Ann Lee}, {name: Bo Lund}]"
    assert places.read()[0].transcript.language == "de"
    places.page += "\nlanguage: fr"
    assert places.read()[0].transcript.language == "fr"


def test_a_date_option_overrides_the_date_of_the_source(places: Places) -> None:
    assert places.read()[0].transcript.date == ""
    places.flags = ("--date", "2026-03-04")
    assert places.read()[0].transcript.date == "2026-03-04"
    places.page = "date: 2024-02-29"
    assert places.read()[0].transcript.date == "2026-03-04"
    places.flags = ()
    assert places.read()[0].transcript.date == "2024-02-29"
    places.page += "\ncast: [{name: Ann Lee}, {name: Bo Lund}]"
    places.flags = ("--date", "2026-03-04")
    assert places.read()[0].transcript.date == "2026-03-04"


@pytest.mark.parametrize(
    "day", ["2026-02-29", "2026-3-4", "20260304", "2026-W10-3", "4 March", "2026-03-04T10:00", "2026-03", " "]
)
def test_an_invalid_date_is_a_wrong_command_line(places: Places, day: str) -> None:
    places.flags = ("--date", day)
    with pytest.raises(click.BadParameter, match="2026-03-04"):
        places.read()


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2026-03-04", "2026-03-04"),
        ("2026-03-04T09:30+01:00", "2026-03-04T09:30:00+01:00"),
        ("2026-03-04 09:30:15Z", "2026-03-04T09:30:15+00:00"),
    ],
)
def test_a_time_of_publication_is_a_day_or_a_moment(places: Places, said: str, moment: str) -> None:
    places.flags = ("--published", said)
    assert places.read()[1].publishing.published == moment
    places.flags, places.page = (), f'published: "{said}"'
    assert places.read()[1].publishing.published == moment


@pytest.mark.parametrize("said", ["tomorrow", "2026-02-30", "09:30", "true"])
def test_an_invalid_time_of_publication_is_a_wrong_command_line_and_ignored_in_a_page(places: Places, said: str) -> None:
    places.page = f"published: {said}"
    assert places.read()[1].publishing.published == ""
    places.flags = ("--published", said)
    with pytest.raises(click.BadParameter, match="2026-03-04T09:30"):
        places.read()


NARRATED = "It was a cold day at the sea, and the two of them met there for a talk about it.\n\n" + PAGE


@pytest.mark.parametrize(
    ("show", "page", "flags", "voice"),
    [
        ('[cast]\nNarrator = {voice = "bass"}', "", (), "bass"),
        ('[cast]\nNarrator = {voice = "bass"}', "narrator: alto", (), None),
        ('[cast]\nNarrator = {voice = "bass"}', "", ("--narrator", "alto"), None),
        ('[cast]\nNarrator = {voice = "bass"}\n[reading]\nnarrator = "alto"', "", (), "bass"),
        ('[cast]\nNarrator = {voice = "bass"}', "", ("--narrator", "alto", "--voice", "Narrator=tenor"), "tenor"),
    ],
)
def test_the_voice_of_the_narrator_gives_way_to_a_stronger_choice_of_narrator(
    places: Places, show: str, page: str, flags: tuple[str, ...], voice: str | None
) -> None:
    places.show, places.page, places.flags = show, page, flags
    found, settings = places.read(NARRATED)
    assert found.transcript.speakers[0].name == "Narrator"
    assert settings.casting.voices.get("Narrator") == voice


def test_names_and_labels_of_several_places_add_up_with_the_strongest_first() -> None:
    show = Layer(Origin.SHOW, {"reading.guests": ("A", "B"), "reading.aliases": {"x": "A", "y": "B"}})
    page = Layer(Origin.SOURCE, {"reading.guests": ("C",), "reading.aliases": {"x": "C"}})
    wishes = settled(Settings(reading=ReadingSettings(guests=("D",))), page, show).reading
    assert wishes.guests == ("D", "C", "A", "B")
    assert wishes.aliases == {"y": "B", "x": "C"}


def test_keep_and_leave_out_rules_of_a_stronger_place_override_weaker_ones() -> None:
    show = Layer(Origin.SHOW, {"reading.leave_out": ("quotation",), "reading.keep": ("caption",)})
    page = Layer(Origin.SOURCE, {"reading.keep": ("quotation",)})
    wishes = settled(Settings(reading=ReadingSettings(leave_out=("caption",))), page, show).reading
    assert wishes.rules == (
        ReadingRule("quotation", must_fit=False),
        ReadingRule("caption", keep=True, must_fit=False),
        ReadingRule("quotation", keep=True),
        ReadingRule("caption"),
    )
    assert (wishes.leave_out, wishes.keep) == ((), ())


def test_settings_made_in_python_count_as_flags_if_they_differ_from_the_built_in_ones() -> None:
    layer = Layer(Origin.SOURCE, {"speech.engine": "system", "casting.narrator": "bass", "pacing.rate": 1.3})
    settings = settled(Settings(pacing=PacingSettings(pauses={"sentence": 10}), speech=SpeechSettings(engine="tone")), layer)
    assert (settings.speech.engine, settings.casting.narrator) == ("tone", "bass")
    assert settings.pacing == PacingSettings(pauses={"sentence": 10}, rate=1.3)
    assert settings.origins["speech.engine"] is Origin.FLAG
