"""Click's options, made from the table of options, and commands that are given Settings and a Console."""

from __future__ import annotations

import difflib
import os
import sys
from collections import defaultdict
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from tts_interview.cli.completion import completions, names_of
from tts_interview.cli.console import Console, say
from tts_interview.settings.options import SECTIONS, options_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from click.shell_completion import CompletionItem

    from tts_interview.settings import Settings
    from tts_interview.settings.options.kinds import ValueKind
    from tts_interview.settings.options.row import Option
    from tts_interview.settings.showfile import ShowFile

# The exit code of a source that was read with doubts, under --strict.
EXIT_DOUBTS = 3
_OWN = "Options"
_COLUMN = 26
_PLAIN_HELP = "Print whole lines only, for screen readers and logs."
# Between several values in an environment variable; between several paths it is the system's separator.
_SEPARATOR = ";"


class ValueType(click.ParamType[Any]):
    """The type of a click option whose text a kind of value reads."""

    def __init__(self, kind: ValueKind) -> None:
        self.name = kind.metavar
        self.kind = kind

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the value of a text."""
        if not isinstance(value, str):
            return value
        try:
            found = self.kind.read(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        known = names_of(self.kind)
        if known and found not in known:
            near = difflib.get_close_matches(found, known, n=1, cutoff=0.5)
            advice = f'did you mean "{near[0]}"?' if near else f"expected one of {', '.join(known)}"
            self.fail(f'unknown {self.kind.completes} "{value}": {advice}', param, ctx)
        return found

    def split_envvar_value(self, rv: str) -> list[str]:
        """Return the texts of several values: names have spaces in them."""
        separator = os.pathsep if self.kind.completes in {"file", "folder"} else _SEPARATOR
        return [part for part in rv.split(separator) if part.strip()]

    def shell_complete(self, ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the values that begin so."""
        return completions(self.kind, ctx, incomplete)


class RowOption(click.Option):
    """A click option that is made from a row of the table."""

    def __init__(self, row: Option) -> None:
        self.row = row
        flags = [row.flag] if "/" in row.flag else [row.flag, row.flag.lstrip("-").replace("-", "_")]
        if row.flag in {"--from", "--to"}:  # `from` is not a name in Python
            flags[1] = f"{flags[1]}_line"
        more: dict[str, Any] = {"is_flag": True, "default": None} if row.kind.is_flag else {"type": ValueType(row.kind)}
        if row.repeatable:
            more["multiple"] = True
        shown = row.default if row.default and not row.kind.is_flag else ""
        text = f"{row.help.rstrip('.')} [default: {shown}]." if shown else row.help
        if not row.kind.is_flag:
            more["metavar"] = row.kind.metavar
        super().__init__(flags, help=text, envvar=row.variable or None, show_choices=False, **more)

    def get_error_hint(self, ctx: click.Context | None) -> str:
        """Return what an error calls the option: in the environment, the name of the variable."""
        if ctx and self.name and ctx.get_parameter_source(self.name) is ParameterSource.ENVIRONMENT:
            return f"the environment's {self.envvar}"
        return super().get_error_hint(ctx)


class _Deprecated(click.Option):
    """A former name of an option, which is still accepted."""

    def __init__(self, flag: str, row: Option) -> None:
        self.row = row
        super().__init__([flag], type=ValueType(row.kind), multiple=row.repeatable, hidden=True)


def console_options(*, is_brief: bool = False) -> list[click.Option]:
    """Return the options that say how much a command tells; with `is_brief`, its help shows only the first."""
    return [
        click.Option(["-q", "--quiet"], is_flag=True, help="Print results and errors only."),
        click.Option(["-v", "--verbose"], is_flag=True, hidden=is_brief, help="Say more about what is done."),
        click.Option(["--plain"], is_flag=True, hidden=is_brief, help=_PLAIN_HELP),
    ]


plain_flag = click.option("--plain", is_flag=True, help=_PLAIN_HELP)


class _RareOption(click.Option):
    """An option of a command's own that its short help leaves out."""


strict_flag = click.option("--strict", is_flag=True, cls=_RareOption, help="Exit with code 3 if the reading leaves a doubt.")


def is_plain_asked(context: click.Context) -> bool:
    """Return whether --plain stands before the command."""
    return bool(context.find_root().params.get("plain"))


def print_table(context: click.Context, rows: Sequence[Sequence[str]], headings: Sequence[str], *, plain: bool) -> None:
    """Print rows as the result of a command that has no console."""
    from tts_interview.cli.display import is_plain, table

    is_asked = plain or is_plain_asked(context)
    click.echo(table(rows, headings, plain=is_plain(sys.stdout, os.environ, asked=is_asked)))


class SpeakingCommand(click.Command):
    """A command that tells what it does; its function is given `console`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += console_options()

    def invoke(self, ctx: click.Context) -> Any:
        """Call the function of the command with its own options and the console."""
        ctx.params["console"] = _console(ctx)
        return super().invoke(ctx)


def _console(ctx: click.Context) -> Console:
    how = {name: ctx.params.pop(name) for name in ("plain", "quiet", "verbose")}
    console = Console(plain=how["plain"] or is_plain_asked(ctx), quiet=how["quiet"], verbose=how["verbose"])
    ctx.call_on_close(console.end)  # also before an error is shown
    return console


class SettingsCommand(click.Command):
    """A command that takes options from the table; its function is given `settings`, and `console` if it `tells`.

    `takes` is the name of the command in the table. With `has_short_help`, --help shows what most people need. A command whose
    flag `writes_show` is set may name a show file that is not there yet.
    """

    def __init__(
        self, *args: Any, takes: str, tells: bool = True, has_short_help: bool = False, writes_show: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.takes, self.tells, self.has_short_help, self.writes_show = takes, tells, has_short_help, writes_show
        taken = {name for param in self.params for name in param.opts}
        rows = [row for _section, row in options_of(takes)]
        self.params += [RowOption(row) for row in rows]
        self.params += [_Deprecated(flag, row) for row in rows for flag in row.deprecated if flag not in taken]
        self.params += console_options(is_brief=takes == "fix") if tells else []
        if has_short_help:
            everything = click.Option(
                ["--help-all"], is_flag=True, expose_value=False, is_eager=True, callback=_show_all, help="Show all options."
            )
            self.params.append(everything)

    def invoke(self, ctx: click.Context) -> Any:
        """Call the function of the command with its own options, the settings and the console."""
        console = _console(ctx) if self.tells else None
        settings = settings_of(ctx, self.get_params(ctx), may_lack_show=bool(ctx.params.get(self.writes_show)))
        for name in [param.name for param in self.get_params(ctx) if isinstance(param, (RowOption, _Deprecated))]:
            ctx.params.pop(str(name), None)
        ctx.params["settings"] = settings
        if console:
            ctx.params["console"] = console
        return super().invoke(ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options: those of the command, then a section for each subject."""
        is_short = self.has_short_help and not ctx.meta.get("help_all")
        rows: dict[str, list[tuple[str, str]]] = defaultdict(list)
        of_section = {row.flag: section for section, row in options_of(self.takes)}
        for param in self.get_params(ctx):
            row = getattr(param, "row", None)
            record = param.get_help_record(ctx) if isinstance(param, click.Option) else None
            is_rare = isinstance(param, _RareOption) or (row and not row.is_common)
            if record and not (is_short and is_rare):
                rows[of_section[row.flag] if row and not is_short else _OWN].append(record)
        for section in (_OWN, *SECTIONS):
            if rows[section]:
                with formatter.section(section):
                    formatter.write_dl(rows[section], col_max=_COLUMN)


def _show_all(context: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's callback
    if value:
        context.meta["help_all"] = True
        click.echo(context.get_help(), color=context.color)
        context.exit()


def settings_of(context: click.Context, params: Iterable[click.Parameter], *, may_lack_show: bool = False) -> Settings:
    """Return the settings that the options and the environment ask for, and where each value comes from. Raises ShowError."""
    from tts_interview.settings import Origin, Settings
    from tts_interview.settings.layers import with_values
    from tts_interview.settings.parts import PublishingSettings, SpeechSettings, default_lexicon_file

    values: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    places = {ParameterSource.COMMANDLINE: Origin.FLAG, ParameterSource.ENVIRONMENT: Origin.ENVIRONMENT}
    for param in params:
        row = getattr(param, "row", None)
        origin = places.get(context.get_parameter_source(str(param.name)) or ParameterSource.DEFAULT)
        if row is None or origin is None:
            continue
        if isinstance(param, _Deprecated):
            say(f"{param.opts[0]} is deprecated: use {row.flag}")
        found = row.fields_of(_given(row, context.params[str(param.name)]))
        values |= found
        origins |= dict.fromkeys(found, origin)
    show = values.pop("show", None)
    found = _show_file(show, may_be_new=may_lack_show) if show else None
    today = PublishingSettings(corrected=date.today().isoformat())  # noqa: DTZ011 - the day where the publisher is
    base = Settings(speech=SpeechSettings(user_lexicon=default_lexicon_file()), publishing=today, show=found)
    return replace(with_values(base, values), origins=origins)


def _show_file(path: Path, *, may_be_new: bool) -> ShowFile:
    from tts_interview.settings.showfile import ShowFile, read_show

    return ShowFile(path=path) if may_be_new and not path.exists() else read_show(path)


def _given(row: Option, value: Any) -> Sequence[Any]:
    """Return the values that were given for an option."""
    if row.kind.is_flag:
        return [value if "/" in row.flag else row.set_value]
    return value if row.repeatable else [value]


command = partial(click.command, cls=SettingsCommand)
