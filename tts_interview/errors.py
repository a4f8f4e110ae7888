"""The errors that this package raises, in one tree.

Each message is one line: what is wrong, where, and what to do about it.
"""

from enum import StrEnum


class PageKind(StrEnum):
    """What a source is that is not an interview, or not the whole of one."""

    ARTICLE = "article"
    ESSAY = "essay"
    FAQ = "FAQ"
    LIST = "list"
    FORUM = "forum"
    PRODUCT = "product"
    RECIPE = "recipe"
    SPEECH = "speech"
    ONE_VOICE = "one voice"
    NO_SPEAKERS = "no speakers named"
    OTHER_LANGUAGE = "other language"
    CUT = "cut"
    EMPTY = "empty"


class TtsInterviewError(Exception):
    """Root of the tree: the input or the work failed, and the message says what to do.

    A line break that the message quotes from a source becomes a space.
    """

    def __init__(self, message: str = "") -> None:
        super().__init__(" ".join(message.splitlines()))


class SourceError(TtsInterviewError):
    """A source cannot be read: it is missing, a folder, empty, cut, not text, or of an unknown format.

    kind: CUT or EMPTY for such a source; None for any other.
    """

    def __init__(self, message: str, kind: PageKind | None = None) -> None:
        super().__init__(message)
        self.kind = kind


class ShowError(TtsInterviewError):
    """A show file cannot be read: it is missing, not valid TOML, or has an unknown key or an invalid value."""


class LexiconError(TtsInterviewError):
    """A lexicon cannot be read or written: it is missing, neither TOML nor PLS, or has an invalid entry."""


class NotAnInterviewError(TtsInterviewError):
    """A document was read, but it is not an interview. `kind` says what it seems to be."""

    def __init__(self, message: str, kind: PageKind = PageKind.ARTICLE) -> None:
        super().__init__(message)
        self.kind = kind


class LedgerError(TtsInterviewError):
    """A character of the source is neither spoken nor listed as left out. This is a bug, never the user's fault."""


class EditError(TtsInterviewError):
    """An edit does not fit its transcript: a turn, speaker or entry that does not exist, or a value that is not valid."""


class CastingError(TtsInterviewError):
    """A request for a voice cannot be met: the voice or the speaker is unknown, or the name is ambiguous."""


class EngineError(TtsInterviewError):
    """An engine is unknown, not usable on this machine, or failed to speak."""


class MissingExtraError(EngineError):
    """An engine needs packages that are not installed. The message has the command that installs them."""


class ModelError(EngineError):
    """The model of an engine is missing or damaged, or cannot be downloaded."""


class OutputError(TtsInterviewError):
    """A file cannot be written: unknown format, no permission, no space, or it belongs to another source."""


class EncodingError(OutputError):
    """FFmpeg is missing or failed."""


class PlayerError(TtsInterviewError):
    """Sound cannot be played: there is neither a sound card nor a player, or playback failed."""


class ServingError(TtsInterviewError):
    """A folder cannot be served: it is not a folder, the port is taken, or the machine has no network."""


class QueueError(TtsInterviewError):
    """The queue of jobs cannot be used: no permission, no space, a damaged file, or one of a newer version."""


class StoreError(TtsInterviewError):
    """A store cannot be used: its address, the credentials, its server, or what an earlier delivery left in it."""


class LibraryError(TtsInterviewError):
    """The library of an archive cannot be used: it is missing, damaged, in use, or a list of its sources is not valid."""


class ClusterError(TtsInterviewError):
    """The workers of an archive cannot be used: no worker starts, or the cluster does not answer."""


class HandingOverError(TtsInterviewError):
    """The command to run after an episode is unknown or failed. The files of the episode stay."""


class CancelledError(TtsInterviewError):
    """A run was cancelled. Raise it in a method of an Observer to end the run; finished clips stay in the cache."""
