"""`words`: list unusual names and words with their pronunciation, play them, and correct them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tts_interview.cli.completion import SourceType
from tts_interview.cli.options import SettingsCommand, ValueType
from tts_interview.cli.render import opened
from tts_interview.errors import PlayerError
from tts_interview.settings.options.kinds import pair

if TYPE_CHECKING:
    from tts_interview.cli.console import Console
    from tts_interview.model import Rundown, Transcript
    from tts_interview.settings import Settings
    from tts_interview.words import WordList

_DEFAULT = "list"


class _ListsByDefault(click.Group):
    """A group that takes anything but a command as a source, and lists its words."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Return the command and its arguments."""
        named = bool(args) and args[0] in self.commands
        shows_help = bool(args) and args[0] in {"-h", "--help"}
        return super().parse_args(ctx, args if named or shows_help or not args else [_DEFAULT, *args])


@click.group("words", cls=_ListsByDefault)
def words_commands() -> None:
    """List unusual names and words, and correct them.

    "words SOURCE" lists them with their pronunciation; "words list --help" shows its options.

    \b
    Examples:
      tts-interview words interview.html
      tts-interview words interview.html --speak
      tts-interview words fix "Rutte=RUT-uh"
    """  # noqa: D301 - \b is click's mark for lines to keep


@words_commands.command(_DEFAULT, cls=SettingsCommand, takes="words")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=SourceType())
@click.option("--toml", is_flag=True, help="Print a lexicon that you can edit and give to --lexicon.")
@click.option("--speak", is_flag=True, help="Play the words.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write their sound into a file instead.")
def list_command(
    sources: tuple[str, ...], output: Path | None, settings: Settings, console: Console, *, toml: bool, speak: bool
) -> None:
    """List the unusual names and words of SOURCE with their pronunciation.

    The list shows how often each word occurs, its first line, and what decides its pronunciation: a lexicon, a rule for written
    words ("NATO" or "N F L"), or the engine. "words fix" corrects a word.

    \b
    Examples:
      tts-interview words interview.html
      tts-interview words interview.html --speak
      tts-interview words interview.html -o words.mp3
      tts-interview words interview.html --toml > words.toml
      tts-interview words fix "Rutte=RUT-uh"
    """  # noqa: D301 - as above
    from tts_interview.words import list_words
    from tts_interview.words.hearing import play_words, save_words
    from tts_interview.words.toml import as_lexicon

    found = list_words(opened(sources), settings, console)
    if output:
        save_words(found, output)
    if toml:
        click.echo(as_lexicon(found), nl=False)
    else:
        click.echo(output or _table(found, plain=console.plain_results))
    if speak and found.words:
        play_words(found)


def _table(found: WordList, *, plain: bool) -> str:
    from tts_interview.cli.display import table
    from tts_interview.language.phonetics.respelling import respelling_of

    if not found.words:
        return "no unusual words"
    rows = [
        (
            word.written,
            word.ipa,
            word.said.respelling or respelling_of(word.ipa, word.said.language or found.transcript.language),
            word.source,
            str(word.count),
            str(word.line),
        )
        for word in found.words
    ]
    return table(rows, ("word", "said", "as in", "by", "times", "line"), plain=plain)


@words_commands.command(cls=SettingsCommand, takes="fix", writes_show="wish")
@click.argument("wish", metavar='"WORD=HOW"', type=ValueType(pair("WORD=HOW", example="Rutte=RUT-uh")))
@click.argument("sources", nargs=-1, metavar="[SOURCE...]", type=SourceType())
@click.option("--exact", is_flag=True, help="Match this use of capitals only.")
@click.option("--since", default="", metavar="DATE", help="Apply to interviews of that date and later, as in 2022-02-24.")
@click.option("--play/--no-play", default=True, help="Play the first turn of SOURCE that changes.")
def fix(
    wish: tuple[str, str],
    sources: tuple[str, ...],
    since: str,
    settings: Settings,
    console: Console,
    *,
    exact: bool,
    play: bool,
) -> None:
    """Correct the pronunciation of a word.

    HOW is syllables with the stress in capitals, other words, or IPA between slashes. The command writes the correction into
    the file after --lexicon, the file after --show, or your own lexicon. With SOURCE, it lists the turns that change and plays
    the first one.

    \b
    Examples:
      tts-interview words fix "Rutte=RUT-uh"
      tts-interview words fix "Rutte=/ˈrʏtə/" interview.html
      tts-interview words fix "Kyiv=KEEV" --show show.toml --since 2022-02-24
    """  # noqa: D301 - as above
    from tts_interview import pipeline
    from tts_interview.pipeline.entries import parse_source
    from tts_interview.settings.showfile import read_show
    from tts_interview.words.fixing import fixed, without_new_file

    transcript = parse_source(opened(sources), settings, console) if sources else None
    before = pipeline.plan(transcript, without_new_file(settings)).rundown if transcript else None
    language = settings.reading.language or (transcript.language if transcript else "en")
    show_file = settings.show.path if settings.show else None
    done = fixed(settings, wish, language, exact=exact, since=since, show=show_file)
    click.echo(done.path)
    if done.sounds:
        console.notice(f"{done.entry.written} is pronounced /{done.sounds}/")
    elif done.is_unheard:
        console.notice(f'"{done.entry.respelling}" is read as words, because some of its letters have no sound of their own')
    if transcript and before:
        now = replace(settings, show=read_show(show_file)) if show_file and show_file.exists() else settings
        _show_and_play(transcript, before, now, console, play=play and not console.is_quiet)


def _show_and_play(transcript: Transcript, before: Rundown, settings: Settings, console: Console, *, play: bool) -> None:
    from tts_interview import pipeline
    from tts_interview.pipeline.entries import listen
    from tts_interview.settings.layers import with_values
    from tts_interview.words import changed_turns

    changed = changed_turns(before, pipeline.plan(transcript, settings).rundown)
    numbers = ", ".join(str(turn + 1) for turn in changed[:10])
    console.notice(f"Turns that change: {len(changed)}{f' ({numbers})' if changed else ''}")
    if not (changed and play):
        return
    try:
        listen(transcript, with_values(settings, {"reading.turns": frozenset([changed[0] + 1])}), observer=console)
    except PlayerError as error:
        console.notice(f"Not played: {error}")
