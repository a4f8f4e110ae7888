"""Every error that this package raises, as one tree.

Each message is one line that says what is wrong, where, and what to do about it.
"""


class TtsInterviewError(Exception):
    """Root of the tree: something was wrong with the input or with the work, and the message says what to do."""


class SourceError(TtsInterviewError):
    """A source cannot be read: missing, a folder, empty, not text, or of an unknown format."""


class ShowError(TtsInterviewError):
    """A show file cannot be read: missing, no TOML, an unknown key, or a value that cannot be."""


class LexiconError(TtsInterviewError):
    """A lexicon cannot be read or written: missing, neither TOML nor PLS, or an entry that says nothing that can be said."""


class NotAnInterviewError(TtsInterviewError):
    """A document was read, but no turn of a conversation was found in it."""


class LedgerError(TtsInterviewError):
    """A character of the source is neither spoken nor listed as left out: a bug, never the user's fault."""


class CastingError(TtsInterviewError):
    """A wish for a voice cannot be met: unknown voice, unknown speaker, or an ambiguous name."""


class EngineError(TtsInterviewError):
    """An engine is unknown, not usable on this machine, or failed to speak."""


class MissingExtraError(EngineError):
    """An engine needs packages that are not installed; the message has the command that installs them."""


class ModelError(EngineError):
    """The model of an engine is missing, damaged or cannot be fetched."""


class OutputError(TtsInterviewError):
    """A file cannot be written: unknown format, no permission, no space, or it belongs to another source."""


class EncodingError(OutputError):
    """ffmpeg is missing or failed."""


class PlayerError(TtsInterviewError):
    """Sound cannot be heard: there is no sound card and no program that plays, or it failed."""


class ServingError(TtsInterviewError):
    """A folder cannot be served: it is none, the port is taken, or the machine is in no network."""


class HandingOverError(TtsInterviewError):
    """The command that is given a finished episode is unknown or failed; the files of the episode stay."""


class CancelledError(TtsInterviewError):
    """A run was cancelled. Raise it in a method of an Observer to end the run; clips that were spoken stay in the cache."""
