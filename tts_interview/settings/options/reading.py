"""Options: what is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tts_interview.settings.options import checks
from tts_interview.settings.options.kinds import COLUMNS, DAY, FLAG, LANGUAGE, TURNS, ValueKind, amount, path, text
from tts_interview.settings.options.row import EPISODE, EVERY, READ, Option
from tts_interview.settings.parts import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_RULES = checks.many(checks.rule)
_UNPACKED = Limits().unpacked_bytes // Limits().source_bytes
_HOLDS_RULES = ValueKind("WHAT", str, _RULES)


def _limits(values: Sequence[Any]) -> Mapping[str, Any]:
    limit_bytes = int(values[-1] * 1e6)
    return {"reading.limits.source_bytes": limit_bytes, "reading.limits.unpacked_bytes": limit_bytes * _UNPACKED}


READING = (
    Option(
        "--show",
        "show",
        path("FILE"),
        "Read the settings of a show from this file.",
        commands=EVERY,
        environment="SHOW",
        is_common=True,
    ),
    Option(
        "--leave-out",
        "reading.leave_out",
        _HOLDS_RULES,
        "Leave out lines, a kind, words, or css:SELECTOR. Repeatable.",
        commands=READ,
        show_keys=(("reading", "leave-out"),),
        front_matter=("leave-out",),
        repeatable=True,
        is_common=True,
    ),
    Option(
        "--keep",
        "reading.keep",
        _HOLDS_RULES,
        "Read these aloud even so, such as caption. Repeatable.",
        commands=READ,
        show_keys=(("reading", "keep"),),
        front_matter=("keep",),
        repeatable=True,
    ),
    Option(
        "--article",
        "reading.article",
        text("SELECTOR", checks.selector),
        "Find the article by this CSS selector, such as .post-body.",
        commands=READ,
        show_keys=(("reading", "article"),),
    ),
    Option(
        "--columns",
        "reading.columns",
        COLUMNS,
        'Name the columns of a CSV file: "speaker=Person,text=What".',
        commands=READ,
        show_keys=(("reading", "columns"),),
    ),
    Option(
        "--from",
        "reading.first",
        text("LINE"),
        "Begin at this line: a number, or words in it.",
        commands=READ,
        front_matter=("from",),
    ),
    Option(
        "--to", "reading.last", text("LINE"), "End at this line: a number, or words in it.", commands=READ, front_matter=("to",)
    ),
    Option(
        "--turns",
        "reading.turns",
        TURNS,
        "Speak these turns only, such as 3-5.",
        commands=EPISODE,
        is_common=True,
        deprecated=("--only",),
    ),
    Option("--narrate", "reading.narrate", FLAG, "Read a text that is not an interview, in one voice.", commands=READ),
    Option(
        "--as-interview", "reading.as_interview", FLAG, "Read a page as an interview though it looks like none.", commands=READ
    ),
    Option(
        "--title", "reading.title", text("TITLE"), "Set the title [default: from the source].", commands=READ, is_common=True
    ),
    Option(
        "--language",
        "reading.language",
        LANGUAGE,
        "Set the language, such as en [default: found out].",
        commands=EVERY,
        environment="LANGUAGE",
        front_matter=("language", "lang"),
        is_common=True,
    ),
    Option(
        "--date", "reading.date", DAY, "Set the publication date [default: from the source].", commands=READ, is_common=True
    ),
    Option(
        "--script",
        "reading.script",
        path("FILE"),
        "Merge the changes of SOURCE into this edited script.",
        commands=READ,
    ),
    Option(
        "--max-mb",
        "reading.limits.source_bytes",
        amount("MB", 0.001),
        "Refuse larger sources.",
        commands=READ,
        default="100",
        assign=_limits,
    ),
    Option(
        "--timeout",
        "reading.limits.fetch_s",
        amount("SECONDS", 0.1, 86_400),
        "Wait no longer for an address.",
        commands=READ,
        default="60",
    ),
    Option("--private", "reading.limits.private_addresses", FLAG, "Allow addresses in private networks.", commands=READ),
)
