"""Options: what is read."""

from __future__ import annotations

from tts_interview.settings.options import checks
from tts_interview.settings.options.kinds import COLUMNS, DAY, FLAG, LANGUAGE, TURNS, ValueKind, amount, path, text
from tts_interview.settings.options.row import EPISODE, EVERY, Option, in_bytes, of_read, of_render

_RULES = checks.many(checks.rule)
_HOLDS_RULES = ValueKind("WHAT", str, _RULES)


READING = (
    Option(
        "--show",
        "show",
        path("FILE"),
        "Read the settings of a show from this file.",
        commands=(*EVERY, "publish", "serve"),
        environment="SHOW",
        is_common=True,
    ),
    of_read(
        "--leave-out",
        "reading.leave_out",
        _HOLDS_RULES,
        "Leave out lines, a kind, words, or css:SELECTOR. Repeatable.",
        show_keys=(("reading", "leave-out"),),
        front_matter=("leave-out",),
        repeatable=True,
        is_common=True,
    ),
    of_read(
        "--keep",
        "reading.keep",
        _HOLDS_RULES,
        "Read these aloud even so, such as caption. Repeatable.",
        show_keys=(("reading", "keep"),),
        front_matter=("keep",),
        repeatable=True,
    ),
    of_read(
        "--article",
        "reading.article",
        text("SELECTOR", checks.selector),
        "Find the article by this CSS selector, such as .post-body.",
        show_keys=(("reading", "article"),),
    ),
    of_read(
        "--columns",
        "reading.columns",
        COLUMNS,
        'Name the columns of a CSV file: "speaker=Person,text=What".',
        show_keys=(("reading", "columns"),),
    ),
    of_read("--from", "reading.first", text("LINE"), "Begin at this line: a number, or words in it.", front_matter=("from",)),
    of_read("--to", "reading.last", text("LINE"), "End at this line: a number, or words in it.", front_matter=("to",)),
    Option(
        "--turns",
        "reading.turns",
        TURNS,
        "Speak these turns only, such as 3-5.",
        commands=EPISODE,
        is_common=True,
        deprecated=("--only",),
    ),
    of_read("--narrate", "reading.narrate", FLAG, "Read a text that is not an interview, in one voice."),
    of_read("--as-interview", "reading.as_interview", FLAG, "Read a page as an interview though it looks like none."),
    of_read("--title", "reading.title", text("TITLE"), "Set the title [default: from the source].", is_common=True),
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
    of_read("--date", "reading.date", DAY, "Set the publication date [default: from the source].", is_common=True),
    of_read("--script", "reading.script", path("FILE"), "Merge the changes of SOURCE into this edited script."),
    of_read(
        "--max-mb",
        "reading.limits.source_bytes",
        amount("MB", 0.001),
        "Refuse larger sources; raises all limits.",
        default="100",
        assign=in_bytes("reading.limits.source_bytes"),
    ),
    of_read(
        "--timeout",
        "reading.limits.seconds",
        amount("SECONDS", 0.1, 86_400),
        "Give up reading a source after this time.",
        default="60",
    ),
    of_render(
        "--time-limit",
        "reading.limits.episode_seconds",
        amount("SECONDS", 1),
        "Give up one of several sources after this time [default: never].",
    ),
    of_read("--private", "reading.limits.private_addresses", FLAG, "Allow addresses in private networks."),
)
