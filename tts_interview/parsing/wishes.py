"""What the user wishes: what to read and to leave out by line, kind or part, and names of people without a label."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from fnmatch import translate

from tts_interview.errors import SourceError
from tts_interview.model import Block, Document, Kind, Reason, Speaker, Transcript
from tts_interview.parsing.people.person import is_stand_in, role_of
from tts_interview.settings.parts import ReadingRule, ReadingSettings
from tts_interview.settings.selectors import selector_in

_LINES = re.compile(r"(\d+)(?:\s*-\s*(\d+))?")
# So many marks may stand around a label, as in "**[Guest]:**".
_AROUND_LABEL = 8
_AROUND = re.compile(r"\A\W+|\W+\Z")
# Names of kinds that people write for what the model calls otherwise.
_KINDS = {"image": Kind.IMAGE, "alt": Kind.IMAGE, "quote": Kind.QUOTATION, "list": Kind.LIST_ITEM}
WISH_WORDS = sorted({*(kind.value for kind in Kind if kind is not Kind.RULE), *(reason.value for reason in Reason), *_KINDS})


def apply_wishes(
    document: Document, reasons: Sequence[Reason | None], wishes: ReadingSettings
) -> tuple[list[Reason | None], frozenset[int], frozenset[int]]:
    """Return the reasons after leaving out and keeping blocks as asked, the captions to be narrated, and what else is kept.

    Raises SourceError for a wish that fits no block though it must.
    """
    blocks, reasons = document.blocks, list(reasons)
    narrated: set[int] = set()
    kept: set[int] = set()
    asked = (*(ReadingRule(what) for what in wishes.leave_out), *(ReadingRule(what, keep=True) for what in wishes.keep))
    for rule in (*wishes.rules, *asked):
        for index in _fitting(document, reasons, rule):
            if not rule.keep:
                reasons[index] = rule.reason
                narrated.discard(index)
                kept.discard(index)
            elif reasons[index] in (Reason.CAPTION, Reason.CREDIT) or blocks[index].kind in (Kind.CAPTION, Kind.IMAGE):
                narrated.add(index)
            else:
                reasons[index] = None
                kept.add(index)
    return reasons, frozenset(narrated), frozenset(kept)


def for_labels(document: Document, wishes: ReadingSettings) -> ReadingSettings:
    """Return the wishes without names of people who have no label, as in "Guest=Ada Moe"; `named_as_wished` applies these."""
    roles = {label for label in wishes.aliases if role_of(label, whole=True)}
    if not roles:
        return wishes
    lines = [line for block in document.blocks for line in (block.speaker, *block.text.split("\n"))]
    openings = {_bare(line[: len(label) + _AROUND_LABEL]).casefold() for label in roles for line in lines}
    used = {label for label in roles if any(opening.startswith(label.casefold()) for opening in openings)}
    return replace(wishes, aliases={label: name for label, name in wishes.aliases.items() if label not in roles - used})


def named_as_wished(transcript: Transcript, wishes: ReadingSettings) -> Transcript:
    """Return the transcript with the names that the user gives to people without a label, by role or as it calls them."""
    for label, name in wishes.aliases.items():
        unlabelled = [s for s in transcript.speakers if not s.labels and is_stand_in(s.name)]
        called = [s for s in unlabelled if s.name.casefold() == label.casefold()]
        of_role = [s for s in unlabelled if s.role is role_of(label, whole=True)]
        if called or len(of_role) == 1:
            transcript = _renamed(transcript, (called or of_role)[0], label, name)
    return transcript


def _renamed(transcript: Transcript, known: Speaker, label: str, name: str) -> Transcript:
    new = replace(known, name=name, labels=(label,), confidence=1.0, why="named as asked")
    taken = any(speaker.name == name for speaker in transcript.speakers)
    speakers = [new if speaker is known else speaker for speaker in transcript.speakers if not (taken and speaker is known)]
    return replace(
        transcript,
        speakers=tuple(speakers),
        turns=tuple(replace(t, speaker=name) if t.speaker == known.name else t for t in transcript.turns),
    )


def outside(document: Document, wishes: ReadingSettings) -> dict[int, Reason]:
    """Return the blocks before the first line or after the last one that was asked for.

    Raises SourceError for words that stand nowhere.
    """
    start = _line_of(document, wishes.first, "`reading.first`") if wishes.first else 0
    end = _line_of(document, wishes.last, "`reading.last`", after=start) if wishes.last else float("inf")
    asked = (i for i, block in enumerate(document.blocks) if not start <= block.line <= end)
    return dict.fromkeys(asked, Reason.AS_ASKED)


def _line_of(document: Document, wish: str, option: str, after: int = 0) -> int:
    if wish.isdigit():
        last = max((line for block in document.blocks for line in block.lines), default=0)
        if int(wish) > last and option == "`reading.first`":
            raise SourceError(f"{document.name}: {option} {wish} is after the end: the source has lines 1 to {last}")
        return int(wish)
    found = next(
        (b.line for b in document.blocks if b.line >= after and wish.casefold() in " ".join(b.text.split()).casefold()), None
    )
    if found is None:
        raise SourceError(
            f'{document.name}: {option} "{wish}" does not occur in the text; give a line number, or words as the text has them'
        )
    return found


def _fitting(document: Document, reasons: Sequence[Reason | None], rule: ReadingRule) -> list[int]:
    test = _test(rule.what)
    found = [i for i, (block, reason) in enumerate(zip(document.blocks, reasons, strict=True)) if test(block, reason)]
    if not found and rule.must_fit:
        option = "`reading.keep`" if rule.keep else "`reading.leave_out`"
        raise SourceError(
            f'{document.name}: {option} "{rule.what}" matches nothing: expected a line (12, 12-15), all words of a '
            f'paragraph with * for any, "css:SELECTOR", or one of: {", ".join(WISH_WORDS)}; "parse" shows line numbers'
        )
    return found


def _test(what: str) -> Callable[[Block, Reason | None], bool]:
    """Whether a wish means a block: by its line, its kind or reason, a selector, or all its words."""
    selector, word = selector_in(what), what.strip().casefold()
    lines = _LINES.fullmatch(word)
    kind = _KINDS.get(word) or next((k for k in Kind if k.value == word), None)
    reason = next((r for r in Reason if r.value == word), None)
    if selector:
        return lambda block, _reason: selector in block.selectors
    if lines:
        first, last = int(lines[1]), int(lines[2] or lines[1])
        return lambda block, _reason: any(first <= line <= last for line in block.lines)
    if kind or reason:
        return lambda block, seen: (kind is not None and block.kind is kind) or (reason is not None and seen is reason)
    return _has_words(word)


def _has_words(words: str) -> Callable[[Block, Reason | None], bool]:
    """Whether these are all words of a block, whatever their case and what stands around them; * stands for any."""
    parts = [_bare(part) for part in words.split("*")]
    pattern = re.compile(translate("*".join(re.sub(r"([?\[])", r"[\1]", part) for part in parts)))
    return lambda block, _reason: any(parts) and bool(pattern.match(_bare(block.text.casefold())))


def _bare(words: str) -> str:
    """Words with one space between, without the marks around them."""
    return _AROUND.sub("", " ".join(words.split()))
