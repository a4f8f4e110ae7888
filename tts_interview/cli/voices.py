"""The commands for voices: list, hear, compare and download them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tts_interview.cli.completion import VoiceType
from tts_interview.cli.engines import engine_setup
from tts_interview.cli.options import SettingsCommand, command, plain_flag, print_table
from tts_interview.errors import TtsInterviewError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts_interview.cli.console import Console
    from tts_interview.settings import Settings
    from tts_interview.speech.engines.piper.index import OfferedVoice


class _SettingsGroup(SettingsCommand, click.Group):
    """A group that takes options from the table."""


@click.group("voices", cls=_SettingsGroup, takes="voices", tells=False, invoke_without_command=True)
@click.option("--language", default="en", metavar="TAG", help='Show voices of this language, or "all" [default: en].')
@plain_flag
@click.pass_context
def voices(context: click.Context, /, language: str, settings: Settings, *, plain: bool) -> None:
    """List voices, hear and compare them, get more.

    \b
    Examples:
      tts-interview voices
      tts-interview voices --language es
      tts-interview voices --engine system --language de
      tts-interview voices sample george -o george.wav
      tts-interview voices compare george heart
      tts-interview voices get de
    """  # noqa: D301 - \b is click's mark for lines to keep
    context.obj = settings, language
    if context.invoked_subcommand:
        return
    from tts_interview.speech.engines import speaks

    engine = _engine(settings, language)
    found = [v for v in engine.voices() if language == "all" or speaks(v, language)]
    if not found:
        ways = f'try "tts-interview voices get {language}", another --engine, or --language all'
        raise TtsInterviewError(f'the engine {engine.name} has no voice for "{language}": {ways}')
    rows = [(v.full_name, v.language or "any", v.gender.value, v.accent, v.quality) for v in found]
    print_table(context, rows, ("voice", "language", "gender", "accent", "quality"), plain=plain)


def _engine(settings: Settings, language: str) -> Any:
    from tts_interview.speech.engines import make_engine

    return make_engine(settings.speech.engine, engine_setup(settings), "en" if language == "all" else language)


@voices.command()
@click.argument("name", metavar="NAME", type=VoiceType())
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="Write this sound file.")
@click.option("--text", default="", metavar="WORDS", help="Say this instead of the usual sentence.")
@click.pass_obj
def sample(chosen: tuple[Settings, str], name: str, output: Path, text: str) -> None:
    """Let the voice NAME speak a sentence of its language into a file.

    \b
    Example:
      tts-interview voices sample george -o george.wav
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview.pipeline.entries import sample_voice

    sample_voice(_engine(*chosen), name, output, text)
    click.echo(output)


@voices.command()
@click.argument("one", metavar="A", type=VoiceType())
@click.argument("other", metavar="B", type=VoiceType())
@click.pass_obj
def compare(chosen: tuple[Settings, str], one: str, other: str) -> None:
    """Show how alike the voices A and B sound, as measured: 0 to 1.

    \b
    Example:
      tts-interview voices compare george heart
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview.casting.likeness import in_words, likeness
    from tts_interview.casting.voice_names import find_voice

    known = _engine(*chosen).voices()
    pair = find_voice(one, known), find_voice(other, known)
    alike = likeness(*pair)
    result = "nobody has measured how alike they are" if alike is None else f"{alike:.2f}, {in_words(alike)}"
    click.echo(f"{pair[0].full_name} and {pair[1].full_name}: {result}")


@command("get", takes="get")
@click.argument("wish", metavar="[LANG|NAME]", default="")
@click.option("--index", metavar="URL", help="Take voices from this list [default: that of the Piper project].")
@click.pass_obj
def get(chosen: tuple[Settings, str] | None, /, wish: str, index: str | None, settings: Settings, console: Console) -> None:
    """Get voices of other languages, for the engine piper.

    A language lists its voices; the name of a voice fetches it; with neither, the languages are listed. The list and the
    voices come from the network, by default from the Piper project. An interview sounds best with two voices or more. Each
    voice has a licence of its own, which is shown when it is fetched.

    \b
    Examples:
      tts-interview voices get
      tts-interview voices get de
      tts-interview voices get de_DE-thorsten-medium
      tts-interview voices --language de
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview.speech.engines.piper import index as offers

    of_group = chosen[0].speech.cache_folder if chosen else None
    folder = settings.speech.cache_folder or of_group or settings.speech.cache
    offered = offers.read_index(index or offers.INDEX_URL, console.notice)
    if not wish:
        _show(offers.languages(offered), ("tag", "language", "voices"), plain=console.plain_results)
        return
    found = offers.matching(wish, offered)
    if not found:
        tags = ", ".join(tag for tag, _, _ in offers.languages(offered))
        raise TtsInterviewError(f'the list has no voice for "{wish}"; it has voices for these languages: {tags or "none"}')
    if len(found) == 1 and found[0].name.casefold() == wish.strip().casefold():
        _get_one(found[0], folder, console)
        return
    rows = [_row(voice, folder) for voice in found]
    _show(rows, ("voice", "language", "quality", "size", "speakers", "here"), plain=console.plain_results)
    console.notice(f"Get one: tts-interview voices get {found[0].name}")


voices.add_command(get)


def _row(voice: OfferedVoice, cache_folder: Path) -> tuple[str, ...]:
    from tts_interview.speech.engines.piper.on_disk import own_folder

    here = "yes" if (own_folder(cache_folder) / voice.name).is_dir() else ""
    language = f"{voice.language} ({voice.language_name})"
    return voice.name, language, voice.quality, _megabytes(voice), str(voice.speakers), here


def _megabytes(voice: OfferedVoice) -> str:
    return f"{max(1, voice.size // 1_000_000)} MB"


def _get_one(voice: OfferedVoice, cache_folder: Path, console: Console) -> None:
    """Download a voice; print its size first, then its folder and its licence."""
    from tts_interview.speech.engines.piper.voice_files import fetch_voice

    console.notice(f"Fetching {voice.name}, {_megabytes(voice)}; nothing is ever uploaded")
    for remote in voice.files.values():
        console.detail(f"{remote.size} bytes from {remote.url}")
    fetched = fetch_voice(voice, cache_folder, console.progress)
    console.end()
    click.echo(fetched.folder)
    console.notice(f"Licence of the voice: {fetched.licence} (its card: {fetched.folder / 'MODEL_CARD'})")
    console.notice(f"Hear it: tts-interview voices --engine piper sample {voice.name} -o try.wav")
    if _is_alone(voice, cache_folder):
        tag = voice.language.partition("-")[0]
        console.notice(f"An interview sounds best with two voices: tts-interview voices get {tag}")


def _is_alone(voice: OfferedVoice, cache_folder: Path) -> bool:
    """Return whether a voice is the only installed one of its language."""
    from tts_interview.speech.engines import EngineSetup, speaks
    from tts_interview.speech.engines.piper import PiperEngine

    return sum(speaks(other, voice.language) for other in PiperEngine(EngineSetup(cache_folder)).voices()) == 1


def _show(rows: Sequence[Sequence[Any]], headings: Sequence[str], *, plain: bool) -> None:
    from tts_interview.cli.display import table

    click.echo(table([[str(cell) for cell in row] for row in rows], headings, plain=plain))
