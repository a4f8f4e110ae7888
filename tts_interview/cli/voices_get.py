"""`voices get`: what the Piper project offers, as a list, and one of it onto this machine."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from tts_interview.cli.options import cache_option, output_options
from tts_interview.errors import TtsInterviewError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tts_interview.speech.engines.piper.index import OfferedVoice


@click.command()
@click.argument("wish", metavar="[LANG|NAME]", default="")
@click.option("--index", metavar="URL", help="The list to take voices from. [default: that of the Piper project]")
@cache_option
@output_options
@click.pass_obj
def get(places: dict[str, Any] | None, /, wish: str, index: str | None, cache: Path | None, **how: bool) -> None:
    """Get voices of other languages, for the engine piper, from the list of the Piper project on the network.

    A language lists its voices, the name of a voice fetches it. Without either, the languages are listed. An interview
    sounds best with two voices or more. Each voice has a licence of its own, which is shown when it is fetched.

    \b
    Examples:
      tts-interview voices get
      tts-interview voices get de
      tts-interview voices get de_DE-thorsten-medium
      tts-interview voices --language de
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview.settings import default_cache_folder
    from tts_interview.speech.engines.piper import index as offers

    folder = cache or (places or {}).get("cache") or default_cache_folder()
    notice = _say_nothing if how["quiet"] else _say
    offered = offers.read_index(index or offers.INDEX_URL, notice)
    if not wish:
        _show(offers.languages(offered), ("tag", "language", "voices"), plain=how["plain"])
        return
    found = offers.matching(wish, offered)
    if not found:
        tags = ", ".join(tag for tag, _, _ in offers.languages(offered))
        raise TtsInterviewError(f'the list has no voice for "{wish}"; it has voices for these languages: {tags or "none"}')
    if len(found) == 1 and found[0].name.casefold() == wish.strip().casefold():
        _get_one(found[0], folder, **how)
        return
    rows = [_row(voice, folder) for voice in found]
    _show(rows, ("voice", "language", "quality", "size", "speakers", "here"), plain=how["plain"])
    notice(f"Get one: tts-interview voices get {found[0].name}")


def _say(line: str) -> None:
    click.echo(line, err=True)


def _say_nothing(_line: str) -> None:
    pass


def _row(voice: OfferedVoice, cache_folder: Path) -> tuple[str, ...]:
    from tts_interview.speech.engines.piper.on_disk import own_folder

    here = "yes" if (own_folder(cache_folder) / voice.name).is_dir() else ""
    language = f"{voice.language} ({voice.language_name})"
    return voice.name, language, voice.quality, _megabytes(voice), str(voice.speakers), here


def _megabytes(voice: OfferedVoice) -> str:
    return f"{max(1, voice.size // 1_000_000)} MB"


def _get_one(voice: OfferedVoice, cache_folder: Path, *, plain: bool, quiet: bool, verbose: bool) -> None:
    """Fetch it, with its size before and its licence after; the folder where it is now is the result."""
    from tts_interview.cli.display import ProgressLine, is_plain
    from tts_interview.model import no_progress
    from tts_interview.speech.engines.piper.voice_files import get_voice

    line = ProgressLine(plain=is_plain(sys.stderr, os.environ, asked=plain))
    if not quiet:
        _say(f"Fetching {voice.name}, {_megabytes(voice)}; nothing is ever uploaded")
    if verbose:
        for remote in voice.files.values():
            _say(f"{remote.size} bytes from {remote.url}")
    try:
        got = get_voice(voice, cache_folder, no_progress if quiet else line)
    finally:
        line.clear()
    click.echo(got.folder)
    if not quiet:
        _say(f"Licence of the voice: {got.licence} (its card: {got.folder / 'MODEL_CARD'})")
        _say(f"Hear it: tts-interview voices --engine piper sample {voice.name} -o try.wav")
        if _is_alone(voice, cache_folder):
            _say(f"An interview sounds best with two voices: tts-interview voices get {voice.language.partition('-')[0]}")


def _is_alone(voice: OfferedVoice, cache_folder: Path) -> bool:
    """Whether it is the only voice of its language here."""
    from tts_interview.speech.engines import EngineSetup, speaks
    from tts_interview.speech.engines.piper import PiperEngine

    return sum(speaks(other, voice.language) for other in PiperEngine(EngineSetup(cache_folder)).voices()) == 1


def _show(rows: Sequence[Sequence[Any]], headings: Sequence[str], *, plain: bool) -> None:
    from tts_interview.cli.display import is_plain, table

    text = [[str(cell) for cell in row] for row in rows]
    click.echo(table(text, headings, plain=is_plain(sys.stdout, os.environ, asked=plain)))
