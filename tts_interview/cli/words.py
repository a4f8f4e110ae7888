"""The command about names and words that are said otherwise than one would: listed, heard, put right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tts_interview.cli import memory
from tts_interview.cli.choices import opened, settings_from
from tts_interview.cli.console import Console
from tts_interview.cli.options import (
    engine_option,
    output_options,
    place_options,
    reading_options,
    voice_options,
)
from tts_interview.cli.sections import Sectioned
from tts_interview.cli.values import Named
from tts_interview.errors import PlayerError

if TYPE_CHECKING:
    from tts_interview.model import Rundown, Transcript
    from tts_interview.settings import Settings
    from tts_interview.words import WordList

_DEFAULT = "list"


class _ListsByDefault(click.Group):
    """What is none of its commands is a source, whose words are listed."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The command and what it is given."""
        named = bool(args) and args[0] in self.commands
        return super().parse_args(ctx, args if named else [_DEFAULT, *(args or ["--help"])])


@click.group("words", cls=_ListsByDefault)
def words_commands() -> None:
    """List the unusual names and words of an interview with how they are said; `fix` puts one right.

    \b
    Examples:
      tts-interview words interview.html
      tts-interview words interview.html --speak
      tts-interview words fix "Rutte=RUT-uh"
    """  # noqa: D301 - \b is click's mark for lines to keep


@words_commands.command(_DEFAULT, cls=Sectioned)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--toml", is_flag=True, help="As a lexicon, to be edited and given to --lexicon.")
@click.option("--speak", is_flag=True, help="Play the words.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write their sound into a file instead.")
@voice_options
@reading_options
@engine_option
@place_options
@output_options
def list_command(
    sources: tuple[str, ...],
    output: Path | None,
    *,
    toml: bool,
    speak: bool,
    plain: bool,
    quiet: bool,
    verbose: bool,
    **choices: Any,
) -> None:
    """List the unusual names and words of SOURCE with how they are said, how often, and on which line first.

    They are said as a lexicon has it, as a rule for written words has it ("NATO" or "N F L"), or as the engine reads them.
    "words fix" puts one right.

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

    console = Console(plain=plain, quiet=quiet, verbose=verbose)
    try:
        found = list_words(opened(sources), settings_from(**choices), console.progress, console.notice)
        if output:
            save_words(found, output)
            click.echo(output)
        else:
            click.echo(as_lexicon(found) if toml else _table(found, plain=console.plain_results), nl=not toml)
        if speak and found.words:
            play_words(found)
    finally:
        console.end()


def _table(found: WordList, *, plain: bool) -> str:
    from tts_interview.cli.display import table
    from tts_interview.language.phonetics.respelling import respelling_of

    if not found.words:
        return "there are no unusual words"
    rows = [
        (word.written, word.ipa, word.said.respelling or respelling_of(word.ipa), word.source, str(word.count), str(word.line))
        for word in found.words
    ]
    return table(rows, ("word", "said", "as in", "by", "times", "line"), plain=plain)


@words_commands.command(cls=Sectioned)
@click.argument("wish", metavar='"WORD=HOW"', type=Named('"WORD=HOW", as in "Rutte=RUT-uh"'))
@click.argument("sources", nargs=-1, metavar="[SOURCE...]")
@click.option("--exact", is_flag=True, help="Only for this use of capitals.")
@click.option("--since", default="", metavar="DATE", help="For interviews of that date and later, as in 2022-02-24.")
@click.option("--play/--no-play", default=True, show_default=True, help="Play the first turn of SOURCE that changes.")
@voice_options
@reading_options
@engine_option
@place_options
@output_options
def fix(
    wish: tuple[str, str],
    sources: tuple[str, ...],
    *,
    exact: bool,
    since: str,
    play: bool,
    plain: bool,
    quiet: bool,
    verbose: bool,
    **choices: Any,
) -> None:
    """Say a word so from now on: as syllables with the stress in capitals, as other words, or in IPA between slashes.

    It is written into the file after --lexicon, that after --show, or your own lexicon. With SOURCE, the turns that change are
    told, and the first is played.

    \b
    Examples:
      tts-interview words fix "Rutte=RUT-uh"
      tts-interview words fix "Rutte=/ˈrʏtə/" interview.html
      tts-interview words fix "Kyiv=KEEV" --show show.toml --since 2022-02-24
    """  # noqa: D301 - as above
    from tts_interview import pipeline
    from tts_interview.words.fixing import fixed, without_new_file

    console = Console(plain=plain, quiet=quiet, verbose=verbose)
    show_file = choices.pop("show")
    settings = settings_from(**choices, show=memory.existing(show_file) if show_file else None)
    transcript = pipeline.parse(opened(sources), settings, console.notice) if sources else None
    before = pipeline.plan(transcript, without_new_file(settings)).rundown if transcript else None
    language = settings.language or (transcript.language if transcript else "en")
    done = fixed(settings, wish, language, exact=exact, since=since, show=show_file)
    click.echo(done.path)
    if done.sounds:
        console.notice(f"{done.entry.written} is said /{done.sounds}/")
    elif done.is_unheard:
        console.notice(f'"{done.entry.respelling}" is read as words: some letters in it have no sound of their own')
    if transcript and before:
        _tell_and_play(transcript, before, settings_from(**choices, show=show_file), console, play=play and not quiet)


def _tell_and_play(transcript: Transcript, before: Rundown, settings: Settings, console: Console, *, play: bool) -> None:
    from tts_interview import pipeline
    from tts_interview.pipeline.listening import Listening
    from tts_interview.words import changed_turns

    changed = changed_turns(before, pipeline.plan(transcript, settings).rundown)
    numbers = ", ".join(str(turn + 1) for turn in changed[:10])
    console.notice(f"Turns that change: {len(changed)}{f' ({numbers})' if changed else ''}")
    if not (changed and play):
        return
    try:
        listening = Listening(changed[0] + 1, only=True, on_turn=console.turn)
        pipeline.listen(transcript, settings, listening, console.progress, console.notice)
    except PlayerError as error:
        console.notice(f"Not played: {error}")
    finally:
        console.end()
