"""The options that several commands share; `values` says what their values must look like."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from tts_interview.cli.values import Amount, Day, FileFormat, LoudnessType, Named, PauseLength, Rate, SoundFile
from tts_interview.model import Layout
from tts_interview.settings import CLIP_LIMIT_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable


class Setting(click.Option):
    """An option that may also stand in the environment; what is wrong with it there is said of the variable."""

    def get_error_hint(self, ctx: click.Context | None) -> str:
        """What an error calls it."""
        if ctx and self.name and ctx.get_parameter_source(self.name) is ParameterSource.ENVIRONMENT:
            return f"the environment's {self.envvar}"
        return super().get_error_hint(ctx)


setting = partial(click.option, cls=Setting)


def _options(*options: Callable[..., Any]) -> Callable[..., Any]:
    """Several options as one decorator, in their order."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


output_options = _options(
    click.option("-q", "--quiet", is_flag=True, help="Only results and errors."),
    click.option("-v", "--verbose", is_flag=True, help="Say more about what is done."),
    click.option("--plain", is_flag=True, help="Whole lines only, for screen readers and logs."),
)
cast_options = _options(
    click.option("--voice", "voices", multiple=True, type=Named(), help='A voice for a speaker: "Rutte=george". Repeatable.'),
    click.option(
        "--gender", "genders", multiple=True, type=Named('"Name=female"'), help='"Name=female" or "Name=male". Repeatable.'
    ),
)
voice_options = _options(
    cast_options,
    click.option(
        "--recordings",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        metavar="FOLDER",
        help="Where recordings that a script names may lie, besides the script's own folder.",
    ),
    setting(
        "--pace",
        type=click.Choice(["conversation", "news", "slow", "fast"]),
        default="conversation",
        show_default=True,
        envvar="TTS_INTERVIEW_PACE",
        help="Speed and pauses: slow gives time to follow, fast has 300 words a minute.",
    ),
    setting(
        "--rate",
        "rates",
        multiple=True,
        type=Rate(),
        envvar="TTS_INTERVIEW_RATE",
        metavar="RATE",
        help='How fast all speak, 1.1 being a tenth faster, or one does: "Rutte=0.95". Repeatable.',
    ),
    setting(
        "--pause",
        "pauses",
        multiple=True,
        type=PauseLength(),
        envvar="TTS_INTERVIEW_PAUSE",
        metavar="REASON=LENGTH",
        help="How long a pause is, as in question=600ms: opening, clause, sentence, paragraph, answer, question, speaker, "
        "interruption, narrator, name, chapter, closing. Repeatable.",
    ),
    setting(
        "--seed", type=click.IntRange(0), default=0, envvar="TTS_INTERVIEW_SEED", help="Lets the pauses vary in another way."
    ),
    setting(
        "--opening",
        type=click.Choice(["none", "title", "full"]),
        default="none",
        show_default=True,
        envvar="TTS_INTERVIEW_OPENING",
        help="What the narrator says first: the title; or also where and when it appeared and who talks.",
    ),
    setting(
        "--say-names",
        type=click.Choice(["never", "first", "change", "auto"]),
        default="auto",
        show_default=True,
        envvar="TTS_INTERVIEW_SAY_NAMES",
        help="When the narrator says who speaks: at the first turn, at each change, or where voices alone do not tell.",
    ),
)
sound_options = _options(
    setting(
        "--loudness",
        type=LoudnessType(),
        envvar="TTS_INTERVIEW_LOUDNESS",
        metavar="TARGET",
        help="apple (-16), spotify (-14), aes (-18), ebu (-23), or LUFS as heard.  [default: apple]",
    ),
    click.option("--match/--no-match", default=True, show_default=True, help="Make all voices equally loud."),
    click.option(
        "--opening-sound", type=SoundFile(), metavar="FILE", help='A sound before the voices, such as music; "none" for none.'
    ),
    click.option("--closing-sound", type=SoundFile(), metavar="FILE", help="A sound after them."),
)
publishing_options = _options(
    click.option("--publish", is_flag=True, help="Write the whole kit for publishing: see docs/files.md."),
    click.option(
        "--format",
        "formats",
        multiple=True,
        type=FileFormat(),
        metavar="NAME",
        help="Also make this: m4b, opus, text, chapters and others that docs/files.md lists. Repeatable.",
    ),
    click.option(
        "--after", metavar="COMMAND", help="Run this when an episode is written, with the path of its manifest.json after it."
    ),
    click.option(
        "--layout",
        type=click.Choice([str(layout) for layout in Layout]),
        default=str(Layout.FOLDERS),
        show_default=True,
        help="A folder for each episode; or all of a show in one, with its picture, for the server Audiobookshelf.",
    ),
    click.option("--embed-audio", is_flag=True, help="Make the page with the sound in it, as one file."),
    click.option(
        "--cover",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The cover, a PNG or JPEG file: square, 1400 to 3000 pixels.",
    ),
    setting(
        "--disclosure",
        default="",
        envvar="TTS_INTERVIEW_DISCLOSURE",
        metavar="WORDS",
        help="How the episode says that its voices are synthetic, in place of the usual words.",
    ),
    click.option(
        "--no-spoken-disclosure",
        "discloses",
        flag_value=False,
        default=True,
        help="Do not say so in the sound; the files still do.",
    ),
)
show_option = setting(
    "--show",
    type=click.Path(path_type=Path),
    envvar="TTS_INTERVIEW_SHOW",
    metavar="FILE",
    help="What is the same in every episode of a show, such as show.toml.",
)
cache_option = setting(
    "--cache",
    type=click.Path(path_type=Path),
    envvar="TTS_INTERVIEW_CACHE",
    metavar="FOLDER",
    help="Where models and spoken clips are kept.",
)
cache_limit_option = setting(
    "--cache-limit",
    type=Amount(min=0),
    envvar="TTS_INTERVIEW_CACHE_LIMIT",
    metavar="MB",
    default=CLIP_LIMIT_BYTES / 1e6,
    show_default=True,
    help="Beyond it, clips that were not used for longest are removed; 0: never.",
)
place_options = _options(
    cache_option,
    setting(
        "--model",
        type=click.Path(path_type=Path),
        envvar="TTS_INTERVIEW_MODEL",
        metavar="FILE",
        help="A model file for the engine.",
    ),
    setting(
        "--voices-folder",
        "voices_folders",
        multiple=True,
        type=click.Path(path_type=Path),
        envvar="TTS_INTERVIEW_VOICES",
        metavar="FOLDER",
        help="A folder with voices of your own. Repeatable.",
    ),
    setting(
        "--device",
        default="auto",
        show_default=True,
        envvar="TTS_INTERVIEW_DEVICE",
        metavar="NAME",
        help="What kokoro computes on: cpu, or an accelerator that ONNX Runtime has here, such as cuda.",
    ),
)
engine_option = setting(
    "--engine",
    default="auto",
    show_default=True,
    envvar="TTS_INTERVIEW_ENGINE",
    metavar="NAME",
    help='What speaks; "tts-interview engines" lists them.',
)
lexicon_option = setting(
    "--lexicon",
    "lexicons",
    multiple=True,
    type=click.Path(path_type=Path),
    envvar="TTS_INTERVIEW_LEXICON",
    metavar="FILE",
    help="How names and words are said, in TOML or W3C PLS. Repeatable.",
)
reading_options = _options(
    show_option,
    lexicon_option,
    setting(
        "--narrator",
        default="",
        envvar="TTS_INTERVIEW_NARRATOR",
        metavar="WHO",
        help='A voice, "interviewer", or "none" to leave the introduction out.',
    ),
    click.option("--interviewer", "interviewers", multiple=True, metavar="NAME", help="Somebody who asks. Repeatable."),
    click.option("--guest", "guests", multiple=True, metavar="NAME", help="Somebody who answers. Repeatable."),
    click.option(
        "--alias",
        "aliases",
        multiple=True,
        type=Named('"Label=name", as in "AP=Arvind Parekh"'),
        help='Whose label it is, as in "AP=Arvind Parekh". Repeatable.',
    ),
    click.option(
        "--leave-out",
        multiple=True,
        metavar="WHAT",
        help='Lines (12-15), a kind (quotation), a paragraph ("Read more*"), a part of a web page (css:.promo). Repeatable.',
    ),
    click.option("--keep", multiple=True, metavar="WHAT", help="The same (caption), to be heard. Repeatable."),
    click.option("--article", default="", metavar="SELECTOR", help="What of a web page is the article, as in .post-body."),
    click.option("--from", "first", default="", metavar="LINE", help="Where to begin: a line, or words in it."),
    click.option("--to", "last", default="", metavar="LINE", help="Where to end: a line, or words in it."),
    click.option("--narrate", is_flag=True, help="Read a text that is no interview, by one voice."),
    setting(
        "--language",
        default="",
        envvar="TTS_INTERVIEW_LANGUAGE",
        metavar="TAG",
        help="The language of the text, such as en. [default: found out]",
    ),
    click.option(
        "--date", type=Day(), default="", metavar="YYYY-MM-DD", help="When it appeared. [default: what the source says]"
    ),
    click.option(
        "--script",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="A script that you edited: it takes in what SOURCE has changed since, and your edits stay.",
    ),
    click.option("--max-mb", type=Amount(min=0.001), default=100.0, show_default=True, help="Refuse larger sources."),
    click.option(
        "--timeout", type=Amount(min=0.1, max=86_400), default=60.0, show_default=True, help="Seconds for an address."
    ),
    click.option("--private", is_flag=True, help="Allow addresses in private networks."),
)
