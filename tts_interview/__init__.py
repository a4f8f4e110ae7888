"""tts-interview turns the text of an interview into a finished podcast episode with local voices.

>>> import tts_interview
>>> transcript = tts_interview.parse("interview.md")
>>> rendering = tts_interview.render("interview.md", "episode.mp3")

Nothing here prints: progress, notices and doubts go to the `Observer` that is passed, and to the log `tts_interview`.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which takes longer to load than all of this module
if TYPE_CHECKING:
    from typing import Any

    from tts_interview.errors import (
        CancelledError,
        CastingError,
        ClusterError,
        EditError,
        EncodingError,
        EngineError,
        HandingOverError,
        LedgerError,
        LexiconError,
        LibraryError,
        MissingExtraError,
        ModelError,
        NotAnInterviewError,
        OutputError,
        PlayerError,
        QueueError,
        ServingError,
        ShowError,
        SourceError,
        TtsInterviewError,
    )
    from tts_interview.language.lexicon import read_lexicon
    from tts_interview.model import (
        Announcement,
        Answer,
        Block,
        Casting,
        Clip,
        Cue,
        Delivery,
        Discrepancy,
        Document,
        Doubt,
        Edit,
        Emphasis,
        Episode,
        Fault,
        Gender,
        Kind,
        LeftOut,
        LexiconEntry,
        ListedWord,
        Loudness,
        Mark,
        Observer,
        Outcome,
        Paragraph,
        Pause,
        Podcast,
        Progress,
        Reason,
        Recording,
        Role,
        Rundown,
        Speaker,
        Speech,
        SpokenSpan,
        Transcript,
        Turn,
        TurnScore,
        Utterance,
        Verification,
        Voice,
    )
    from tts_interview.pipeline import plan, render
    from tts_interview.pipeline.edition import Rendering
    from tts_interview.pipeline.entries import BatchResult, Segment, batch, listen, script_text, segments
    from tts_interview.pipeline.entries import parse_source as parse
    from tts_interview.pipeline.listening import Listening
    from tts_interview.pipeline.planning import Plan
    from tts_interview.pipeline.playback import Command, Controls
    from tts_interview.pipeline.project import read_project, write_project
    from tts_interview.pipeline.verifying import verify
    from tts_interview.settings import Settings
    from tts_interview.settings.cast import remember
    from tts_interview.settings.pacing import PacingSettings
    from tts_interview.settings.parts import (
        AnnouncingSettings,
        CastingSettings,
        Layout,
        Limits,
        Opening,
        PublishingSettings,
        ReadingSettings,
        SayNames,
        SpeechSettings,
    )
    from tts_interview.settings.showfile import ShowFile, read_show
    from tts_interview.settings.sound import SoundSettings
    from tts_interview.words import WordList, list_words

__version__ = "0.1.0"

__all__ = [
    "Announcement",
    "AnnouncingSettings",
    "Answer",
    "BatchResult",
    "Block",
    "CancelledError",
    "Casting",
    "CastingError",
    "CastingSettings",
    "Clip",
    "ClusterError",
    "Command",
    "Controls",
    "Cue",
    "Delivery",
    "Discrepancy",
    "Document",
    "Doubt",
    "Edit",
    "EditError",
    "Emphasis",
    "EncodingError",
    "EngineError",
    "Episode",
    "Fault",
    "Gender",
    "HandingOverError",
    "Kind",
    "Layout",
    "LedgerError",
    "LeftOut",
    "LexiconEntry",
    "LexiconError",
    "LibraryError",
    "Limits",
    "ListedWord",
    "Listening",
    "Loudness",
    "Mark",
    "MissingExtraError",
    "ModelError",
    "NotAnInterviewError",
    "Observer",
    "Opening",
    "Outcome",
    "OutputError",
    "PacingSettings",
    "Paragraph",
    "Pause",
    "Plan",
    "PlayerError",
    "Podcast",
    "Progress",
    "PublishingSettings",
    "QueueError",
    "ReadingSettings",
    "Reason",
    "Recording",
    "Rendering",
    "Role",
    "Rundown",
    "SayNames",
    "Segment",
    "ServingError",
    "Settings",
    "ShowError",
    "ShowFile",
    "SoundSettings",
    "SourceError",
    "Speaker",
    "Speech",
    "SpeechSettings",
    "SpokenSpan",
    "Transcript",
    "TtsInterviewError",
    "Turn",
    "TurnScore",
    "Utterance",
    "Verification",
    "Voice",
    "WordList",
    "batch",
    "list_words",
    "listen",
    "parse",
    "plan",
    "read_lexicon",
    "read_project",
    "read_show",
    "remember",
    "render",
    "script_text",
    "segments",
    "verify",
    "write_project",
]

# All names are loaded when they are first used, so that `import tts_interview` and --help are quick: these from modules
# of their own, and the others from the first of _MODULES that has them.
_LATER = {
    "language.lexicon": ("read_lexicon",),
    "pipeline": ("plan", "render"),
    "pipeline.edition": ("Rendering",),
    "pipeline.entries": ("BatchResult", "Segment", "batch", "listen", "parse", "script_text", "segments"),
    "pipeline.listening": ("Listening",),
    "pipeline.planning": ("Plan",),
    "pipeline.playback": ("Command", "Controls"),
    "pipeline.project": ("read_project", "write_project"),
    "pipeline.verifying": ("verify",),
    "settings": ("Settings",),
    "settings.cast": ("remember",),
    "settings.pacing": ("PacingSettings",),
    "settings.showfile": ("ShowFile", "read_show"),
    "settings.sound": ("SoundSettings",),
    "words": ("WordList", "list_words"),
}
_MODULES = ("errors", "model", "settings.parts")


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    from importlib import import_module

    actual = "parse_source" if name == "parse" else name
    own = [place for place, names in _LATER.items() if name in names]
    for place in own or (_MODULES if name in __all__ else ()):
        found = import_module(f"tts_interview.{place}")
        if hasattr(found, actual):
            return getattr(found, actual)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
