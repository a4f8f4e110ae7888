"""The data types that pass between stages, in the order of the flow.

source -> Document -> Transcript -> Casting -> Rundown -> Clips -> Episode -> files

Conventions: a quantity carries its unit in its name (`start_s`, `pause_ms`, `gain_db`). A range of text goes from the offset
`start` up to, but not including, `end`, in characters. Turns, paragraphs and sentences count from 0, lines of a source from 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

# -- Document: all visible text of a source, in blocks ---------------------------------------------------------------


class Kind(StrEnum):
    """The kind of a block of text on its page."""

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
    """A range of a block's text that the page sets in bold, in italics or struck through."""

    start: int
    end: int
    bold: bool = False
    italic: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A block of visible text.

    text: the words; a newline stands where a line of the source ends inside the block; empty for a RULE.
    lines: the number in the source of each line of `text`.
    level: the level of a heading, from 1; 0 for other kinds.
    furniture: the page's structure marks the block as outside the article (navigation, footer, form).
    speaker: the speaker whom the format names outside the text (a WebVTT voice tag, a field of a JSON transcript).
    selectors: the requested CSS selectors that match an element around the block.
    holder: the number of the element of the page that holds the block and its neighbours; 0 if the format has none.
    linked: the share of the letters that are links, 0 to 1.
    withheld: why nobody may hear or read the words yet, as the source says it; None if everybody may.
    """

    text: str
    lines: tuple[int, ...]
    kind: Kind = Kind.PARAGRAPH
    emphasis: tuple[Emphasis, ...] = ()
    level: int = 0
    furniture: bool = False
    speaker: str = ""
    selectors: frozenset[str] = frozenset()
    holder: int = field(default=0, compare=False)
    linked: float = field(default=0.0, compare=False)
    withheld: str | None = None

    @property
    def line(self) -> int:
        """The line of the source on which the block starts."""
        return self.lines[0]

    def line_at(self, offset: int) -> int:
        """Return the line of the source that holds the character `offset` of the text."""
        return self.lines[min(self.text.count("\n", 0, offset), len(self.lines) - 1)]


@dataclass(frozen=True, slots=True)
class Article:
    """The page that an interview comes from, for publications that lead back to it. Unknown fields are empty.

    link: its http(s) address: the one from which it was fetched, or else `canonical`, the one that the page declares.
    image: the http(s) address of its picture.
    license: the address or the words of its licence.
    publisher, authors: names.
    """

    link: str = ""
    canonical: str = ""
    image: str = ""
    license: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """All visible text of a source in reading order, with its metadata.

    name: what error messages call the source.
    title, date, language, authors, description: from metadata, not from the text; empty if unknown. `date` is ISO 8601 and may
        be a year or a month, `language` a BCP 47 tag.
    people: the speakers whom the metadata names, each with a role or None.
    front_matter: the fields at the head of the text.
    line_count: the number of lines of the source; 0 if unknown. Formats without lines, and pages that are hardly more than
        one line, have their blocks numbered instead: `lines` and `line_count` then count blocks.
    timed: the source is a list of timed pieces: subtitles or a machine transcript.
    markup: words that the format takes for markup, such as the number of a list item or the definition of a link, each with
        its line. They are in no block.
    passages: words within lines that the page marks as another language, each with its BCP 47 tag.
    withheld: passages that the source withholds; they are in no block, unless a reader has just made the document.
    source: an identifier of the source that does not reveal its path; empty if unknown.
    address: the http(s) address from which it was fetched; empty if it came from elsewhere.
    link: the http(s) address that the page declares as its own; empty if it declares none.
    image, license, publisher: the http(s) address of its picture, the address or the words of its licence, and the name of its
        publisher, as the page declares them; empty if unknown.
    types: what the page says that it is: types of schema.org such as "NewsArticle", and that of Open Graph such as
        "og:article".
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
    timed: bool = False
    markup: tuple[tuple[int, str], ...] = ()
    passages: tuple[tuple[str, str], ...] = ()
    withheld: tuple[LeftOut, ...] = ()
    source: str = ""
    address: str = ""
    link: str = ""
    image: str = ""
    license: str = ""
    publisher: str = ""
    types: tuple[str, ...] = ()


# -- Transcript: who said what ---------------------------------------------------------------------------------------


class Role(StrEnum):
    """The part that a speaker plays in an interview."""

    INTERVIEWER = "interviewer"
    GUEST = "guest"
    NARRATOR = "narrator"
    AUDIENCE = "audience"

    @property
    def asks(self) -> bool:
        """People in this role ask, and a guest answers them."""
        return self in (Role.INTERVIEWER, Role.AUDIENCE)


class Reason(StrEnum):
    """The reason why words of the source are not spoken."""

    FURNITURE = "furniture"
    CAPTION = "caption"
    CREDIT = "credit"
    LABEL = "label"
    MARKUP = "markup"
    STAGE_DIRECTION = "stage direction"
    ADVERTISEMENT = "advertisement"
    REPEATED = "repeated"
    NOTE = "note"
    AS_ASKED = "as asked"
    WITHHELD = "withheld"


class Gender(StrEnum):
    """The gender of a voice, or of a speaker if the text states it; it is never guessed from a first name."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person who speaks, or the narrator.

    name: the fullest name in the document, without titles.
    labels: every label that the document uses for this speaker.
    title: the title or office that goes before the name, such as "Dr."; empty if there is none.
    confidence: the probability, 0 to 1, that these labels are one person of this name; `why` says what it rests on. Equality
        ignores both.
    voice: the voice that the editor asks for, by its name or a part of it; empty if the casting is to choose.
    """

    name: str
    role: Role
    labels: tuple[str, ...] = ()
    gender: Gender = Gender.UNKNOWN
    title: str = ""
    confidence: float = field(default=1.0, compare=False)
    why: str = field(default="", compare=False)
    voice: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the speaker in plain types."""
        about = {"name": self.name, "role": self.role.value, "labels": list(self.labels), "title": self.title}
        more = {"confidence": self.confidence, "why": self.why, "voice": self.voice}
        return {**about, "gender": self.gender.value, **more}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Speaker:
        """Return the speaker that `to_dict` made `data` of. Raises KeyError, TypeError or ValueError for other data."""
        # Older files lack these.
        more = (float(data.get("confidence", 1)), str(data.get("why", "")), str(data.get("voice", "")))
        return cls(data["name"], Role(data["role"]), tuple(data["labels"]), Gender(data["gender"]), data["title"], *more)


class Ask(StrEnum):
    """The name of a direction, as people write it in braces in a script."""

    SAY = "say"
    SPELL = "spell"
    IPA = "ipa"
    LANGUAGE = "lang"
    STRESS = "stress"
    RATE = "rate"
    PAUSE = "pause"
    AUDIO = "audio"
    LOCK = "lock"


@dataclass(frozen=True, slots=True)
class Direction:
    """A request of the script's editor about a range of a paragraph's text, or about a point if `start` equals `end`.

    value: the respelling for SAY, the phonemes for IPA, the BCP 47 tag for LANGUAGE, the factor for RATE (1 is the speaker's
        own rate), the milliseconds for PAUSE, the path for AUDIO, the key of what is kept for LOCK; empty for SPELL and STRESS.
    """

    ask: Ask
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a turn.

    text: the written words, without line breaks.
    line: the line of the source on which they start.
    kind: their kind on the page; the narrator announces a caption as such.
    directions: the editor's requests, in order of position.
    heading: the heading above the paragraph, which starts a chapter and is not spoken; empty if there is none.
    """

    text: str
    line: int
    kind: Kind = Kind.PARAGRAPH
    directions: tuple[Direction, ...] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """The words of one speaker until another speaks.

    line: the line of the label, or of the words if there is no label.
    confidence: the probability, 0 to 1, that the turn starts here and this person speaks; `why` says what it rests on. Equality
        ignores both.
    """

    speaker: str
    role: Role
    line: int
    paragraphs: tuple[Paragraph, ...]
    confidence: float = field(default=1.0, compare=False)
    why: str = field(default="", compare=False)

    @property
    def text(self) -> str:
        """All written words, with an empty line between paragraphs."""
        return "\n\n".join([p.text for p in self.paragraphs])

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
        return {**about, "confidence": self.confidence, "why": self.why, "paragraphs": paragraphs}

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
        sure = (float(data.get("confidence", 1)), str(data.get("why", "")))  # older files lack them
        return cls(data["speaker"], Role(data["role"]), data["line"], paragraphs, *sure)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of the source that are not spoken, with the reason.

    Words that are WITHHELD are in no published file: there, `text` is empty, and `note` says why, if the editor does.
    """

    text: str
    line: int
    reason: Reason
    note: str = ""

    def is_before(self, line: int, last: int) -> bool:
        """Return whether it stood before words of a line, if the words before these are of the line `last`.

        Where the same line goes on, it stood between its parts.
        """
        return self.line < line or self.line == line == last

    def to_dict(self) -> dict[str, Any]:
        """Return the entry in plain types, as for JSON."""
        about = {"line": self.line, "text": self.text, "reason": self.reason.value}
        return {**about, "note": self.note} if self.note else about


@dataclass(frozen=True, slots=True)
class Edit:
    """An operation as plain data: its name, and its arguments by name. A log of edits is all that undo and redo need.

    A new speaker is a dictionary of name and role, perhaps with gender and title; a direction one of ask, start, end and value.
    """

    operation: str
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the edit as one dictionary, ready for JSON; `from_dict` takes it back."""
        return {"operation": self.operation, **self.arguments}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Edit:
        """Return the edit that `to_dict` made `data` of. `script.edits.apply` checks whether it is valid."""
        return cls(str(data.get("operation", "")), {name: value for name, value in data.items() if name != "operation"})


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a doubt: a few words, and the edits that it stands for, in the order in which they are made.

    An answer without edits says that the guess is right. An argument that is empty, such as the name of a `rename`, is for the
    person to fill in.
    """

    label: str
    edits: tuple[Edit, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the answer in plain types."""
        return {"label": self.label, "edits": [edit.to_dict() for edit in self.edits]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Answer:
        """Return the answer that `to_dict` made `data` of. Raises KeyError, TypeError or AttributeError for other data."""
        return cls(str(data["label"]), tuple(map(Edit.from_dict, data["edits"])))


IT_IS_RIGHT = Answer("It is right")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A guess that may be wrong.

    sentence: what is not sure, with the option that settles it on the command line.
    key: what the guess is about, the same whenever the same guess is made. No other doubt of the interview has it.
    sure: the probability, 0 to 1, that the guess is right.
    turns: the numbers of the turns that it concerns, in order; empty if it concerns the whole, or words that are left out.
    answers: what a person may say to it; the last one says that the guess is right.
    """

    sentence: str
    key: str
    sure: float
    turns: tuple[int, ...] = ()
    answers: tuple[Answer, ...] = (IT_IS_RIGHT,)

    def __str__(self) -> str:
        return self.sentence

    def settled_by(self, answer: Answer) -> tuple[Edit, ...]:
        """Return the edits that give an answer: its own, and one that settles the doubt for good."""
        return (*answer.edits, Edit("settle", {"doubt": self.key}))

    def to_dict(self) -> dict[str, Any]:
        """Return the doubt in plain types."""
        about = {"sentence": self.sentence, "key": self.key, "sure": self.sure, "turns": list(self.turns)}
        return {**about, "answers": [answer.to_dict() for answer in self.answers]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | str) -> Doubt:
        """Return the doubt that `to_dict` made `data` of; older files have a sentence alone.

        Raises KeyError, TypeError, AttributeError or ValueError for other data.
        """
        if isinstance(data, str):
            return cls(data, data, 0.5)
        about = str(data["sentence"]), str(data["key"]), float(data["sure"])
        return cls(*about, tuple(map(int, data["turns"])), tuple(map(Answer.from_dict, data["answers"])))


@dataclass(frozen=True, slots=True)
class Transcript:
    """The turns of an interview, and the ledger of the words that were left out.

    Every character of the document that is not white space is in exactly one turn or in one entry of `left_out`.

    date: ISO 8601; empty if unknown.
    language: a BCP 47 tag.
    doubts: guesses of the parser that may be wrong, the least sure first.
    settled: the keys of the doubts that a person has answered, which are not raised again.
    confidence: the probability, 0 to 1, that the source is an interview and is read right; `why` says what it rests on.
    Equality ignores doubts, settled, confidence and why.
    """

    title: str
    speakers: tuple[Speaker, ...]
    turns: tuple[Turn, ...]
    left_out: tuple[LeftOut, ...] = ()
    date: str = ""
    language: str = "en"
    doubts: tuple[Doubt, ...] = field(default=(), compare=False, repr=False)
    confidence: float = field(default=1.0, compare=False)
    why: str = field(default="", compare=False)
    settled: tuple[str, ...] = field(default=(), compare=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the transcript in plain types, ready for JSON; `from_dict` takes it back."""
        return {
            "title": self.title,
            "date": self.date,
            "language": self.language,
            "confidence": self.confidence,
            "why": self.why,
            "speakers": [speaker.to_dict() for speaker in self.speakers],
            "turns": [turn.to_dict() for turn in self.turns],
            "doubts": [doubt.to_dict() for doubt in self.doubts],
            "settled": list(self.settled),
            "left_out": [entry.to_dict() for entry in self.left_out],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Transcript:
        """Return the transcript that `to_dict` made `data` of.

        Raises ValueError, which names the missing or wrong part, if the data is not of that form.
        """
        try:
            return cls(
                title=str(data["title"]),
                speakers=tuple(map(Speaker.from_dict, data["speakers"])),
                turns=tuple(map(Turn.from_dict, data["turns"])),
                left_out=tuple(
                    LeftOut(e["text"], e["line"], Reason(e["reason"]), str(e.get("note", ""))) for e in data["left_out"]
                ),
                date=str(data["date"]),
                language=str(data["language"]),
                doubts=tuple(map(Doubt.from_dict, data["doubts"])),
                confidence=float(data.get("confidence", 1)),
                why=str(data.get("why", "")),
                settled=tuple(map(str, data.get("settled", ()))),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not a transcript: {type(error).__name__}: {error}; expected what to_dict returns") from error

    def speaker(self, name: str) -> Speaker:
        """Return the speaker of that name. Raises KeyError if there is none."""
        for speaker in self.speakers:
            if speaker.name == name:
                return speaker
        raise KeyError(name)

    def turns_of(self, *names: str) -> tuple[int, ...]:
        """Return the numbers of the turns of some speakers, by name."""
        wanted = set(names)
        return tuple(number for number, turn in enumerate(self.turns) if turn.speaker in wanted)

    def unsettled(self, doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
        """Return those doubts that nobody has answered yet."""
        return tuple(doubt for doubt in doubts if doubt.key not in self.settled)


# -- Casting: which voice each speaker has ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that an engine offers.

    name: the engine's own name for it.
    language: a BCP 47 tag in lower case ("en-gb"); empty if it speaks any.
    accent, quality: descriptions for people.
    rank: its place among voices of its gender for casting; the lowest is best.
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
        """The name that people use: `engine:name`."""
        return f"{self.engine}:{self.name}"


@dataclass(frozen=True, slots=True)
class Casting:
    """The voice of every speaker, by the speaker's name.

    doubts: guesses about voices that are shared or hard to tell apart and about genders, the worst first.
    alike: the pairs of voices that are hard to tell apart.

    Equality ignores both.
    """

    voices: dict[str, Voice]
    doubts: tuple[Doubt, ...] = field(default=(), compare=False)
    alike: frozenset[frozenset[Voice]] = field(default=frozenset(), compare=False)

    def __getitem__(self, speaker: str) -> Voice:
        return self.voices[speaker]

    def sound_alike(self, one: str, other: str) -> bool:
        """Return whether two speakers share a voice or have voices that are hard to tell apart."""
        return self[one] == self[other] or frozenset((self[one], self[other])) in self.alike


# -- Announcements: words that the program adds ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Announcement:
    """Words of the program, which are in no source and which the narrator says.

    turn: the turn that they precede; the number of turns means the end.
    of_turn: they belong to that turn and are dropped if it has no words.
    """

    turn: int
    text: str
    of_turn: bool = False


# -- Rundown: what is heard, in order --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Delivery:
    """The manner of speaking.

    `rate` is a factor on the voice's own speed: 1 is normal, 2 twice as fast. `pitch_st` shifts its pitch by semitones, `rises`
    lets it rise to the end, as in a question, and `stressed` are the ranges of the utterance's text that stand out, in order;
    `quoted` are those of somebody else's words, with their marks. `before` is what the same voice has just said, which is not
    said again: the utterance goes on from there. Engines that cannot do that speak as usual.
    """

    rate: float = 1.0
    pitch_st: float = 0.0
    rises: bool = False
    stressed: tuple[tuple[int, int], ...] = ()
    quoted: tuple[tuple[int, int], ...] = ()
    before: str = ""


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """The pronunciation of a range of an utterance's text where it differs from the rules of the language.

    ipa: phonemes, for engines that accept them.
    respelling: words that replace the range for other engines.
    language: the BCP 47 tag of the language whose rules apply if `ipa` is empty.
    """

    start: int
    end: int
    ipa: str = ""
    respelling: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Utterance:
    """The complete input of an engine. With the engine's fingerprint it is the key of a cached clip.

    text: the words as spoken ("twenty-five percent").
    voice: the engine's own name of the voice.
    language: a BCP 47 tag.
    pronunciations: ranges of `text`, in order, without overlap.
    made_by: the fingerprint of the engine that made the clip, if an editor has locked it; empty for any other.
    """

    text: str
    voice: str
    language: str
    delivery: Delivery = Delivery()
    pronunciations: tuple[Pronunciation, ...] = ()
    made_by: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SpokenSpan:
    """Words as they are spoken, with the range of the written text that they stand for.

    `ipa`, `respelling` and `language` give their pronunciation, as in `Pronunciation`.
    """

    spoken: str
    start: int
    end: int
    ipa: str = ""
    respelling: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class WrittenWord:
    """A word as it is written, with the range of the utterance's text that speaks it.

    Words that are spoken as one ("$1.2 billion") have the same range. Each has a share of it in proportion to its length, from
    `first` to `last`, which lie between 0 and 1.
    """

    text: str
    start: int
    end: int
    first: float = 0.0
    last: float = 1.0


@dataclass(frozen=True, slots=True)
class Speech:
    """One utterance of the rundown: a sentence, or a piece of a long one.

    turn: the number of its turn.
    sentence: the number of its sentence in the turn; the pieces of a sentence share it.
    written: the text that it speaks.
    spans: the map from spoken words to `written`.
    words: the words of `written` that are spoken.
    paragraph: the number of its paragraph in the turn.
    stretch: the factor by which the clip is sped up after synthesis; 1 leaves it alone.
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
    """An audio file that is played in place of sentences of a turn.

    turn, paragraph: the numbers of its turn, and of its paragraph in the turn.
    sentence: the number of the first sentence that it replaces.
    written: the sentences that it replaces, which are the transcript of the recording.
    file: its path as the script writes it, on the line `line` of the script.
    sound: its path on disk; None until it is found.
    seconds: its approximate length.
    gain_db: the gain to apply, in dB.
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
    """Silence between two utterances, with its reason (see `PauseFor` in the settings)."""

    pause_ms: int
    reason: str


@dataclass(frozen=True, slots=True)
class Cue:
    """The start of a turn or, if it `announces`, of the program's words before that turn."""

    turn: int
    speaker: str
    announces: bool = False


Item = Speech | Recording | Pause | Cue


@dataclass(frozen=True, slots=True)
class Rundown:
    """The full content of an episode, in order. Every turn and every announcement starts with its cue."""

    items: tuple[Item, ...]

    @property
    def has_words_of_source(self) -> bool:
        """True if anything is heard other than announcements."""
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


# -- Words: how single words are said --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """The pronunciation of a word or phrase, wherever a text has it as whole words.

    written: the word or phrase.
    respelling: syllables ("RUT-uh", stress in capitals), or other words to read instead.
    ipa: phonemes.
    said_in: the BCP 47 tag of the language whose rules apply. At least one of `respelling`, `ipa` and `said_in` is set.
    language: the language of the texts that the entry applies to; empty means any.
    since: the ISO 8601 date, or the year, from which it applies; empty means always.
    exact: match only this capitalisation; otherwise ignore case, but a capital initial matches only capital initials.
    """

    written: str
    respelling: str = ""
    ipa: str = ""
    said_in: str = ""
    language: str = ""
    since: str = ""
    exact: bool = False


class WordSource(StrEnum):
    """The source of a word's pronunciation: a lexicon, a rule for written words, or the engine itself."""

    LEXICON = "lexicon"
    RULE = "rule"
    ENGINE = "engine"


@dataclass(frozen=True, slots=True)
class ListedWord:
    """An unusual word of an interview.

    count: the number of times that it occurs.
    line, speaker: where it occurs first, and who says it there.
    said: the word as it is spoken.
    ipa: its pronunciation in the International Phonetic Alphabet; empty if the engine cannot give it.
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
    """The time at which a range of an utterance's text is heard, in seconds from the start of its clip."""

    start: int
    end: int
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Clip:
    """The sound of one utterance.

    pcm: mono PCM, 16-bit signed little-endian, without silence at its ends.
    words: the times of its words, in order; empty if the engine does not report them.
    """

    pcm: bytes = field(repr=False)
    sample_rate_hz: int
    words: tuple[HeardWord, ...] = ()

    @property
    def seconds(self) -> float:
        """The length of the clip."""
        return len(self.pcm) / 2 / self.sample_rate_hz


@dataclass(frozen=True, slots=True)
class Mark:
    """The time of a turn, a sentence or a word, in seconds from the start of the episode.

    sentence, paragraph: the numbers, in the turn, of the sentence and the paragraph that a word or sentence belongs to.
    is_recording: a recording says it; the times inside a recording are estimated from the number of characters.
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
    """Samples `start` up to `end` of an episode's raw sound, in which one speaker is heard without interruption.

    recording: the path of the recording as the script writes it; empty for a synthetic voice.
    """

    speaker: str
    start: int
    end: int
    recording: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of an episode, in seconds from its start. The title makes sense on its own.

    turn, paragraph: the numbers of the turn in which it begins, and of the paragraph in that turn.
    """

    title: str
    start_s: float
    end_s: float
    turn: int
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Episode:
    """A stitched episode, before mastering.

    sound: the file of raw mono PCM, 16-bit signed little-endian, at `sample_rate_hz`.
    turns, sentences, words: the marks of the source's words.
    passages: in order, without overlap, and with silence between them.
    announcements: the marks of the program's own sentences, each with the turn that it precedes.
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
        """All sentences in order, those of the source and those of the program."""
        return tuple(sorted((*self.sentences, *self.announcements), key=lambda mark: mark.start_s))

    @property
    def synthetic(self) -> frozenset[str]:
        """The names of the speakers whom a synthetic voice speaks for at least once."""
        return frozenset(passage.speaker for passage in self.passages if not passage.recording)

    @property
    def recorded(self) -> frozenset[str]:
        """The names of the speakers who are heard in at least one recording."""
        return frozenset(passage.speaker for passage in self.passages if passage.recording)


@dataclass(frozen=True, slots=True)
class Samples:
    """Mono sound as a stream of blocks; each call of `blocks` starts from the beginning.

    `sample_format` is ffmpeg's name for it; the default is 32-bit float, little-endian.
    """

    blocks: Callable[[], Iterable[bytes]]
    sample_rate_hz: int
    sample_format: str = "f32le"


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness in LUFS, as heard from two speakers, and true peak in dBTP; -inf for silence."""

    lufs: float
    peak_dbtp: float = -math.inf


# -- Publishing: the show, and what became of an episode -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Podcast:
    """The metadata of a show. A field that the show file does not set is empty.

    link: an http(s) address.
    language: a BCP 47 tag.
    certifier: the party that certifies the show's books under EPUB Accessibility 1.1 and WCAG 2.2 level AA.
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
    """The result of making an episode."""

    NEW = "new"
    CORRECTED = "corrected"
    CURRENT = "up to date"
    TAKEN = "taken from the store"


# -- Progress --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a long step: `done` of `total`, in the step's own unit. `left_s` is None until it can be estimated."""

    step: str
    done: float
    total: float
    left_s: float | None = None


# The step from the last clip to the last audio file.
MASTERING = "mastering"

if TYPE_CHECKING:
    OnProgress = Callable[[Progress], None]


def no_progress(_progress: Progress) -> None:
    """Ignore a report of progress."""


class Observer:
    """Receives what a run reports. Override the methods that you need; these do nothing.

    An exception raised in a method ends the run. No file is left half-written, and finished clips stay in the cache.
    """

    def progress(self, progress: Progress) -> None:
        """Receive a report of progress."""

    def notice(self, line: str) -> None:
        """Receive a line about the work being done."""

    def doubt(self, line: str) -> None:
        """Receive a sentence about a guess that may be wrong, with the option that settles it."""

    def turn(self, number: int, speaker: str, words: str) -> None:
        """Receive the turn whose playback begins; here turns count from 1. `listen` calls this in a separate thread."""

    def playback(self, line: str) -> None:
        """Receive what a command of the listener changed, such as "Paused"; in the same thread as `turn`."""


SILENT = Observer()


# -- Verification: what was heard of an episode ----------------------------------------------------------------------


class Fault(StrEnum):
    """The kind of a fault that was heard in an episode."""

    OTHER_WORDS = "other words"
    LEFT_OUT = "left out"
    ADDED = "added"
    OTHER_VOICE = "other voice"
    NOISE = "noise"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A fault in an episode, in seconds from its start.

    written: the words there, or the sentence; empty in a pause.
    heard: the words that are heard instead.
    score: the number of phonemes that differ; the distance of another voice from the speaker's, 0.18 or more; the level of
        noise in dB relative to the voice; the seconds of silence.
    mended: the turn was spoken again, and the fault is no longer heard.
    """

    fault: Fault
    speaker: str
    start_s: float
    end_s: float
    written: str
    heard: str = ""
    score: float = 0.0
    mended: bool = False


@dataclass(frozen=True, slots=True)
class TurnScore:
    """What was heard of a turn: the longest run of phonemes that differ, and the number of words that do."""

    speaker: str
    start_s: float
    end_s: float
    longest_run: int
    words: int


@dataclass(frozen=True, slots=True)
class Verification:
    """What `listener`, a recogniser of speech, heard of an episode: a score of each turn, and what is wrong, in order."""

    listener: str
    turns: tuple[TurnScore, ...]
    findings: tuple[Discrepancy, ...] = ()

    @property
    def doubts(self) -> tuple[Discrepancy, ...]:
        """The findings that were not mended."""
        return tuple(finding for finding in self.findings if not finding.mended)
