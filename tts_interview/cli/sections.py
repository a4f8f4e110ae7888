"""The help of a command with many options, in sections by what they are about."""

from __future__ import annotations

from collections import defaultdict

import click

_SECTIONS = {
    "Who speaks": "voices genders narrator interviewers guests aliases engine model voices_folders device",
    "What is read": "leave_out keep article first last narrate language script join only turn max_mb timeout private",
    "How it is said": "pace rates pauses seed opening say_names disclosure discloses lexicons recordings",
    "Sound": "loudness match opening_sound closing_sound stems",
    "Publishing": "publish formats layout after embed_audio cover",
}
_OTHERS = "Options"
_SECTION_OF = {name: section for section, names in _SECTIONS.items() for name in names.split()}


class Sectioned(click.Command):
    """A command whose options are listed by section; those that belong to none come first."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        rows: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for param in self.get_params(ctx):
            row = param.get_help_record(ctx)
            if row:
                rows[_SECTION_OF.get(param.name or "", _OTHERS)].append(row)
        for section in (_OTHERS, *_SECTIONS):
            if rows[section]:
                with formatter.section(section):
                    formatter.write_dl(rows[section])
