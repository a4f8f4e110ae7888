"""Every data type of the program, in the order in which data flows through it.

source -> Document -> Transcript -> Casting -> Rundown -> Clips -> Episode -> files
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

# -- Document: all visible text of a source, in blocks ---------------------------------------------------------------


class Kind(StrEnum):
    """What a block of text is on its page."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list item"
    QUOTATION = "quotation"
    CAPTION = "caption"
    IMAGE = "image description"
    CUE = "cue"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Emphasis:
    """A stretch of a block's text, from character `start` up to `end`, that is set off from the rest."""

    start: int
    end: int
    bold: bool = False
    italic: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A block of visible text.

    `text` keeps a newline where a line of the source ended inside the block; `lines` has the 1-based number, in the
    source, of each of these lines. `furniture` says that the page's own structure marks the block as no part of the
    article (navigation, footer, form). A block of kind RULE is a line that divides the page and has no text. `speaker`
    is who says the block, where the format itself tells it outside the text (the voice tag of WebVTT, a field of a JSON
    transcript). `selectors` are those of the CSS selectors asked for that fit an element around it.
    """

    text: str
    lines: tuple[int, ...]
    kind: Kind = Kind.PARAGRAPH
    emphasis: tuple[Emphasis, ...] = ()
    level: int = 0
    furniture: bool = False
    speaker: str = ""
    selectors: frozenset[str] = frozenset()

    @property
    def line(self) -> int:
        """The line of the source on which the block starts."""
        return self.lines[0]

    def line_at(self, offset: int) -> int:
        """The line of the source that holds the character `offset` of the text."""
        return self.lines[min(self.text.count("\n", 0, offset), len(self.lines) - 1)]


@dataclass(frozen=True, slots=True)
class Document:
    """All visible text of a source in reading order, and what its metadata says.

    `title` and `date` (ISO 8601, as far as known) come from metadata, not from the text; `people` are names that the
    metadata gives for who speaks, with the role where it says so; `authors` wrote the page; `description` is the summary that
    its metadata gives, `front_matter` are the fields at the head of its text; `name` is what error messages call the source;
    `line_count` is how many lines it has, numbered as the blocks' lines are. `source` tells the source from others without
    giving away where it lay, and `link` is its http(s) address; both are empty if unknown.
    """

    blocks: tuple[Block, ...]
    name: str = "the text"
    title: str = ""
    date: str = ""
    language: str = ""
    people: tuple[tuple[str, Role | None], ...] = ()
    authors: tuple[str, ...] = ()
    description: str = ""
    front_matter: Mapping[str, Any] = field(default_factory=dict)
    line_count: int = 0
    source: str = ""
    link: str = ""


# -- Transcript: who said what ---------------------------------------------------------------------------------------


class Role(StrEnum):
    """What somebody does in an interview."""

    INTERVIEWER = "interviewer"
    GUEST = "guest"
    NARRATOR = "narrator"
    AUDIENCE = "audience"


class Reason(StrEnum):
    """Why words of the source are not spoken."""

    FURNITURE = "furniture"
    CAPTION = "caption"
    CREDIT = "credit"
    LABEL = "label"
    MARKUP = "markup"
    STAGE_DIRECTION = "stage direction"
    ADVERTISEMENT = "advertisement"
    REPEATED = "repeated"
    AS_ASKED = "as asked"


class Gender(StrEnum):
    """The gender of a voice, or of a speaker as far as the text tells; never guessed from a first name."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person, or the narrator: the fullest name that the document gives, without titles, and every label used."""

    name: str
    role: Role
    labels: tuple[str, ...] = ()
    gender: Gender = Gender.UNKNOWN
    title: str = ""


class Ask(StrEnum):
    """What the editor of a script may ask for in braces."""

    SAY = "say"
    SPELL = "spell"
    IPA = "ipa"
    LANGUAGE = "lang"
    RATE = "rate"
    PAUSE = "pause"
    AUDIO = "audio"


@dataclass(frozen=True, slots=True)
class Direction:
    """What an editor asks for the range `start` up to `end` of a paragraph's text; for a place where both are one.

    `value` is the respelling of SAY, the phonemes of IPA, the BCP 47 tag of LANGUAGE, the pace of RATE (1 is the speaker's
    own), the milliseconds of PAUSE, the path of AUDIO; empty for SPELL.
    """

    ask: Ask
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Written words of a turn, on one line, and the line of the source on which they start.

    `kind` is what they are on their page; a narrator who reads a caption says first that it is one. `directions` are what an
    editor asks for, in the order of their places. `heading` is what stands above them and begins a chapter; it is not spoken.
    """

    text: str
    line: int
    kind: Kind = Kind.PARAGRAPH
    directions: tuple[Direction, ...] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says until another speaks; `line` is that of the label where there is one."""

    speaker: str
    role: Role
    line: int
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """All written words, paragraphs set apart by an empty line."""
        return "\n\n".join(p.text for p in self.paragraphs)

    def to_dict(self) -> dict[str, Any]:
        """Return the turn in plain types; `text` repeats the words of its paragraphs."""
        paragraphs = [
            {
                "text": p.text,
                "line": p.line,
                "kind": p.kind.value,
                "heading": p.heading,
                "directions": [{"ask": d.ask.value, "start": d.start, "end": d.end, "value": d.value} for d in p.directions],
            }
            for p in self.paragraphs
        ]
        about = {"speaker": self.speaker, "role": self.role.value, "line": self.line, "text": self.text}
        return {**about, "paragraphs": paragraphs}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Turn:
        """Return the turn that `to_dict` made `data` of. Raises KeyError, TypeError or ValueError for other data."""
        paragraphs = tuple(
            Paragraph(
                p["text"],
                p["line"],
                Kind(p["kind"]),
                tuple(Direction(Ask(d["ask"]), d["start"], d["end"], d["value"]) for d in p["directions"]),
                p["heading"],
            )
            for p in data["paragraphs"]
        )
        return cls(data["speaker"], Role(data["role"]), data["line"], paragraphs)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of the source that are not spoken, and why."""

    text: str
    line: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Transcript:
    """The turns of an interview and the ledger of what was left out.

    Every character of the document that is not white space is in exactly one turn or in one entry of `left_out`.
    `doubts` are sentences about what could be told otherwise, each with the option that settles it.
    """

    title: str
    speakers: tuple[Speaker, ...]
    turns: tuple[Turn, ...]
    left_out: tuple[LeftOut, ...] = ()
    date: str = ""
    language: str = "en"
    doubts: tuple[str, ...] = field(default=(), compare=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the transcript in plain types, ready for JSON; `from_dict` takes it back."""
        return {
            "title": self.title,
            "date": self.date,
            "language": self.language,
            "speakers": [
                {"name": s.name, "role": s.role.value, "labels": list(s.labels), "title": s.title, "gender": s.gender.value}
                for s in self.speakers
            ],
            "turns": [turn.to_dict() for turn in self.turns],
            "doubts": list(self.doubts),
            "left_out": [{"line": e.line, "text": e.text, "reason": e.reason.value} for e in self.left_out],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Transcript:
        """Return the transcript that `to_dict` made `data` of.

        Raises ValueError, which names the missing or wrong part, if the data is not of that form.
        """
        try:
            return cls(
                title=str(data["title"]),
                speakers=tuple(
                    Speaker(s["name"], Role(s["role"]), tuple(s["labels"]), Gender(s["gender"]), s["title"])
                    for s in data["speakers"]
                ),
                turns=tuple(map(Turn.from_dict, data["turns"])),
                left_out=tuple(LeftOut(e["text"], e["line"], Reason(e["reason"])) for e in data["left_out"]),
                date=str(data["date"]),
                language=str(data["language"]),
                doubts=tuple(data["doubts"]),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not a transcript: {type(error).__name__}: {error}; expected what to_dict returns") from error

    def speaker(self, name: str) -> Speaker:
        """The speaker of that name; KeyError where there is none."""
        for speaker in self.speakers:
            if speaker.name == name:
                return speaker
        raise KeyError(name)


# -- Casting: who is heard with which voice --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that an engine offers.

    `name` is the engine's own name for it; `language` a BCP 47 tag in lower case ("en-gb"); `rank` orders the voices
    of one gender for casting, best first.
    """

    engine: str
    name: str
    language: str
    gender: Gender
    accent: str = ""
    quality: str = ""
    rank: int = 100

    @property
    def full_name(self) -> str:
        """How people name it: `engine:name`."""
        return f"{self.engine}:{self.name}"


@dataclass(frozen=True, slots=True)
class Casting:
    """The voice of every speaker, by name.

    `alike` holds the pairs of speakers whose voices are hard to tell apart. `doubts` are sentences about such pairs, each
    with what helps.
    """

    voices: dict[str, Voice]
    doubts: tuple[str, ...] = field(default=(), compare=False)
    alike: frozenset[frozenset[str]] = field(default=frozenset(), compare=False)

    def __getitem__(self, speaker: str) -> Voice:
        return self.voices[speaker]

    def sound_alike(self, one: str, other: str) -> bool:
        """Return whether two speakers share a voice or have voices that are hard to tell apart."""
        return self[one] == self[other] or frozenset((one, other)) in self.alike


# -- Announcements: what the tool itself says ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Announcement:
    """Words of the tool itself, which stand in no source: the narrator says them before turn number `turn`, counted from 0.

    The number of turns stands for the end. What is `of_turn` is not said where that turn has no words.
    """

    turn: int
    text: str
    of_turn: bool = False


# -- Rundown: what is going to be heard, in order ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SpokenSpan:
    """Words as they are spoken, and the range of the written text, `start` up to `end`, that they speak.

    `ipa`, `respelling` and `language` say how the words sound, as a `Pronunciation` does, where the language's own rules would
    not say them so.
    """

    spoken: str
    start: int
    end: int
    ipa: str = ""
    respelling: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """How `written`, a word or several, is said where it stands in a text as words of their own.

    `ipa` are phonemes, `respelling` is syllables ("RUT-uh", stress in capitals) or other words to be read in its place, and
    `said_in` is the language (a BCP 47 tag) by whose rules it is said; one of the three at least. It holds for texts in
    `language`, empty meaning any, of the date `since` (ISO 8601, perhaps the year alone) and later. With `exact`, only this
    use of capitals is meant; without, a word that begins with a capital is meant wherever it begins with one.
    """

    written: str
    respelling: str = ""
    ipa: str = ""
    said_in: str = ""
    language: str = ""
    since: str = ""
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an utterance is spoken: `rate` is the pace, 1 being the voice's own."""

    rate: float = 1.0


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """How the range `start` up to `end` of an utterance's text is said where its language's own rules would not say it so.

    `ipa` are phonemes, for engines that take them; `respelling` is what the others are given in place of the range. With
    `language` and no phonemes, the range is said by the rules of that language (a BCP 47 tag).
    """

    start: int
    end: int
    ipa: str = ""
    respelling: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Utterance:
    """All that an engine is told, and all that a cached clip depends on besides the engine's fingerprint.

    `pronunciations` are ranges of `text`, in order, that do not overlap.
    """

    text: str
    voice: str
    language: str
    delivery: Delivery = Delivery()
    pronunciations: tuple[Pronunciation, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenWord:
    """A word as it is written, and the range of the utterance's text, `start` up to `end`, that speaks it.

    Several words that are spoken as one ("$1.2 billion") have one range in common, of which each has the share that its
    length has among them: `first` to `last`, from 0 to 1.
    """

    text: str
    start: int
    end: int
    first: float = 0.0
    last: float = 1.0


@dataclass(frozen=True, slots=True)
class Speech:
    """One utterance of the script: a sentence or a piece of one.

    `written` is the text that it speaks, `spans` say how, and `words` are those of its words that are spoken; `sentence`
    numbers the sentences of a turn from 0, and a long sentence is spoken in several pieces that share its number; `paragraph`
    numbers its paragraphs from 0. It is heard `stretch` times as fast as the engine speaks it.
    """

    turn: int
    sentence: int
    written: str
    spans: tuple[SpokenSpan, ...]
    utterance: Utterance
    words: tuple[WrittenWord, ...] = ()
    paragraph: int = 0
    stretch: float = 1.0


@dataclass(frozen=True, slots=True)
class Recording:
    """The sound of a file that is heard in place of the sentences `written`, which tell what is said in it.

    `turn` and `sentence` number as those of a Speech do, `sentence` being that of the first. `file` is what the script calls
    it, on the line `line`; `sound` is where it lies, None until it was found there, and `seconds` about how long it is.
    `paragraph` is the number of the paragraph in its turn, from 0, and `gain_db` how much louder it is wanted.
    """

    turn: int
    sentence: int
    written: tuple[str, ...]
    file: str
    line: int
    sound: Path | None = None
    seconds: float = 0.0
    paragraph: int = 0
    gain_db: float = 0.0


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence between two utterances, and the reason for it."""

    pause_ms: int
    reason: str


@dataclass(frozen=True, slots=True)
class Cue:
    """The start of turn number `turn` of the transcript, counted from 0; if it `announces`, of words of the tool before it."""

    turn: int
    speaker: str
    announces: bool = False


Item = Speech | Recording | Pause | Cue


@dataclass(frozen=True, slots=True)
class Rundown:
    """All that is heard, in order; every turn, and every announcement, is opened by its cue."""

    items: tuple[Item, ...]

    @property
    def has_words_of_source(self) -> bool:
        """Whether anything is heard that the tool does not say of itself."""
        announces = False
        for item in self.items:
            if isinstance(item, Cue):
                announces = item.announces
            elif not isinstance(item, Pause) and not announces:
                return True
        return False

    @property
    def speeches(self) -> tuple[Speech, ...]:
        """The utterances alone, in order."""
        return tuple(item for item in self.items if isinstance(item, Speech))

    @property
    def recordings(self) -> tuple[Recording, ...]:
        """The recordings alone, in order."""
        return tuple(item for item in self.items if isinstance(item, Recording))


class WordSource(StrEnum):
    """What decides how a word is said: a lexicon, a rule for written words, or the engine itself."""

    LEXICON = "lexicon"
    RULE = "rule"
    ENGINE = "engine"


@dataclass(frozen=True, slots=True)
class ListedWord:
    """An unusual word of an interview, how often it is there, and on which line and by whom first.

    `said` is how it is spoken, `ipa` the same in the International Phonetic Alphabet; empty where the engine cannot tell.
    """

    written: str
    count: int
    line: int
    speaker: str
    said: SpokenSpan
    source: WordSource
    ipa: str = ""


# -- Clips and Episode: sound ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HeardWord:
    """When the range `start` up to `end` of an utterance's text is heard, in seconds from the start of its clip."""

    start: int
    end: int
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Clip:
    """The sound of one utterance: mono PCM, 16-bit signed little-endian, without silence at its ends.

    `words` say when the words of the utterance are heard, in order; empty where the engine does not know.
    """

    pcm: bytes = field(repr=False)
    sample_rate_hz: int
    words: tuple[HeardWord, ...] = ()

    @property
    def seconds(self) -> float:
        """How long it sounds."""
        return len(self.pcm) / 2 / self.sample_rate_hz


@dataclass(frozen=True, slots=True)
class Mark:
    """When something is heard: seconds from the start of the episode.

    Of a word or a sentence, `sentence` and `paragraph` are their numbers in its turn, from 0. `is_recording` says that no
    synthetic voice speaks it; its time inside the recording is then shared out by the number of characters.
    """

    turn: int
    speaker: str
    text: str
    start_s: float
    end_s: float
    sentence: int = 0
    paragraph: int = 0
    is_recording: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """What one speaker says without another in between: the samples `start` up to `end` of the raw sound of an episode.

    `recording` is what the script calls the file that it was taken from; empty for a synthetic voice.
    """

    speaker: str
    start: int
    end: int
    recording: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of an episode under a title that makes sense when read alone: seconds from the start of the episode.

    `turn` is the number of the turn that opens it, or in which it begins, and `paragraph` that of the paragraph, both from 0.
    """

    title: str
    start_s: float
    end_s: float
    turn: int
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Episode:
    """A stitched episode: raw mono PCM, 16-bit signed little-endian, in the file `sound`, its marks and its passages.

    The passages are in order and do not overlap; between them is silence. `turns`, `sentences` and `words` are those of the
    source alone; `announcements` are sentences that the tool says, each with the turn that it announces.
    """

    title: str
    date: str
    language: str
    sound: Path
    sample_rate_hz: int
    seconds: float
    turns: tuple[Mark, ...]
    sentences: tuple[Mark, ...]
    people: tuple[Speaker, ...]
    voices: Casting
    words: tuple[Mark, ...] = ()
    passages: tuple[Passage, ...] = ()
    announcements: tuple[Mark, ...] = ()

    @property
    def heard(self) -> tuple[Mark, ...]:
        """All sentences that are heard, of the source and of the tool, in order."""
        return tuple(sorted((*self.sentences, *self.announcements), key=lambda mark: mark.start_s))

    @property
    def synthetic(self) -> frozenset[str]:
        """The names of those for whom a synthetic voice speaks, be it but once."""
        return frozenset(passage.speaker for passage in self.passages if not passage.recording)

    @property
    def recorded(self) -> frozenset[str]:
        """The names of those who are heard in recordings, be it but once."""
        return frozenset(passage.speaker for passage in self.passages if passage.recording)


# -- The show that an episode belongs to -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Podcast:
    """What a show is called and who makes it; empty where the file does not say. `link` is an http(s) address.

    `certifier` is who has checked that the show's books are accessible, by EPUB Accessibility 1.1 and WCAG 2.2 at level AA.
    """

    title: str = ""
    link: str = ""
    language: str = ""
    author: str = ""
    email: str = ""
    description: str = ""
    artwork: Path | None = None
    category: str = ""
    explicit: bool = False
    certifier: str = ""


class Outcome(StrEnum):
    """What became of an episode that was to be made."""

    NEW = "new"
    CORRECTED = "corrected"
    CURRENT = "up to date"


# -- Progress --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long step is: `done` of `total`, in the step's own unit; `left_s` is None until it can be told."""

    step: str
    done: float
    total: float
    left_s: float | None = None


# The step from the last clip to the last audio file.
MASTERING = "mastering"

if TYPE_CHECKING:
    OnProgress = Callable[[Progress], None]


def no_progress(_progress: Progress) -> None:
    """Take a report of progress and do nothing."""


class Observer:
    """Hear what a run does. Override the methods that you need; these do nothing.

    An exception that a method raises ends the run: no file is half-written, and the clips that were spoken stay in the cache.
    """

    def progress(self, progress: Progress) -> None:
        """Take a report of progress."""

    def notice(self, line: str) -> None:
        """Take a line about what is done."""

    def doubt(self, line: str) -> None:
        """Take a sentence about a guess, with the option that settles it."""

    def turn(self, number: int, speaker: str, words: str) -> None:
        """Take the turn that begins to be heard; turns count from 1. `listen` calls this in a thread of its own."""


SILENT = Observer()
