"""tts-interview turns the text of an interview into a finished podcast episode with local voices.

>>> import tts_interview
>>> transcript = tts_interview.parse("interview.md")
>>> rendering = tts_interview.render("interview.md", "episode.mp3")

Nothing here prints; progress and notices go to the callbacks that are given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tts_interview.errors import (
    CastingError,
    EncodingError,
    EngineError,
    HandingOverError,
    LedgerError,
    LexiconError,
    MissingExtraError,
    ModelError,
    NotAnInterviewError,
    OutputError,
    PlayerError,
    ServingError,
    ShowError,
    SourceError,
    TtsInterviewError,
)
from tts_interview.model import (
    Announcement,
    Announcing,
    Block,
    Casting,
    Clip,
    Cue,
    Delivery,
    Document,
    Emphasis,
    Episode,
    Gender,
    Kind,
    Layout,
    LeftOut,
    LexiconEntry,
    ListedWord,
    Mark,
    Opening,
    Outcome,
    Paragraph,
    Pause,
    Podcast,
    Progress,
    Publishing,
    Reason,
    Recording,
    Role,
    Rundown,
    SayNames,
    Speaker,
    Speech,
    SpokenSpan,
    Transcript,
    Turn,
    Utterance,
    Voice,
)

if TYPE_CHECKING:
    from tts_interview.language.lexicon import read_lexicon
    from tts_interview.pipeline import Rendering, listen, parse, plan, render
    from tts_interview.pipeline.listening import Listening
    from tts_interview.pipeline.planning import Plan
    from tts_interview.settings import Settings
    from tts_interview.settings.pacing import Pacing
    from tts_interview.settings.showfile import ShowFile, read_show
    from tts_interview.words import WordList, list_words

__version__ = "0.1.0"

__all__ = [
    "Announcement",
    "Announcing",
    "Block",
    "Casting",
    "CastingError",
    "Clip",
    "Cue",
    "Delivery",
    "Document",
    "Emphasis",
    "EncodingError",
    "EngineError",
    "Episode",
    "Gender",
    "HandingOverError",
    "Kind",
    "Layout",
    "LedgerError",
    "LeftOut",
    "LexiconEntry",
    "LexiconError",
    "ListedWord",
    "Listening",
    "Mark",
    "MissingExtraError",
    "ModelError",
    "NotAnInterviewError",
    "Opening",
    "Outcome",
    "OutputError",
    "Pacing",
    "Paragraph",
    "Pause",
    "Plan",
    "PlayerError",
    "Podcast",
    "Progress",
    "Publishing",
    "Reason",
    "Recording",
    "Rendering",
    "Role",
    "Rundown",
    "SayNames",
    "ServingError",
    "Settings",
    "ShowError",
    "ShowFile",
    "SourceError",
    "Speaker",
    "Speech",
    "SpokenSpan",
    "Transcript",
    "TtsInterviewError",
    "Turn",
    "Utterance",
    "Voice",
    "WordList",
    "list_words",
    "listen",
    "parse",
    "plan",
    "read_lexicon",
    "read_show",
    "render",
]

# Loaded when first asked for, so that `import tts_interview` and `tts-interview --help` are quick.
_LATER = {
    "Pacing": "tts_interview.settings.pacing",
    "Listening": "tts_interview.pipeline.listening",
    "Plan": "tts_interview.pipeline.planning",
    "Rendering": "tts_interview.pipeline",
    "Settings": "tts_interview.settings",
    "ShowFile": "tts_interview.settings.showfile",
    "read_show": "tts_interview.settings.showfile",
    "read_lexicon": "tts_interview.language.lexicon",
    "WordList": "tts_interview.words",
    "list_words": "tts_interview.words",
    "listen": "tts_interview.pipeline",
    "parse": "tts_interview.pipeline",
    "plan": "tts_interview.pipeline",
    "render": "tts_interview.pipeline",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
