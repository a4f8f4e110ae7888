"""Corrections of a published episode: what changed, when, and what readers and listeners are told of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tts_interview.files.cleaning import one_line
from tts_interview.language.locales import long_date
from tts_interview.language.messages import has_messages, message
from tts_interview.settings.parts import NO_NOTE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tts_interview.publishing.publication import Draft
    from tts_interview.settings.parts import PublishingSettings


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction of a published episode.

    `date` is its day or time in ISO 8601; empty if unknown. `note` is what the publisher says of it: empty for the date alone,
    "none" for a correction that readers are not told of. `changes` are sentences, one for each place that changed.
    """

    date: str = ""
    note: str = ""
    changes: tuple[str, ...] = ()


def with_correction(
    known: Sequence[Correction], changes: Sequence[str], wanted: PublishingSettings, published: str = ""
) -> tuple[Correction, ...]:
    """Return the corrections of an episode, the latest last, with one for these changes or for the note that is wanted.

    A note without a change belongs to the last correction if that has none or is of the same day. A change before the day on
    which the episode is `published` is not a correction.
    """
    new, last = Correction(wanted.corrected, wanted.correction, tuple(changes)), known[-1] if known else None
    if not changes and (not new.note or (last and new.note == last.note)):
        return tuple(known)
    if not new.note and new.date and new.date[: len("2026-03-05")] < published[: len("2026-03-05")]:
        return tuple(known)
    if last and not changes and (not last.note or last.date == new.date):
        return (*known[:-1], replace(last, note=new.note))
    return (*known, new)


def shown(draft: Draft) -> Iterator[tuple[str, str]]:
    """Yield the date, in a sentence, and the note of each correction that readers are told of, the latest first."""
    language = draft.transcript.language
    for correction in reversed(draft.corrections):
        date = long_date(language, correction.date)
        label = message(language, "corrected", date=date) if date and has_messages(language) else date
        if correction.note != NO_NOTE and (label or correction.note):
            yield label, one_line(correction.note)


def notes_of(draft: Draft) -> list[str]:
    """Return a line for each correction that readers are told of, the latest first."""
    return [" – ".join(filter(None, words)) for words in shown(draft)]


def about_corrections(draft: Draft) -> dict[str, Any]:
    """Return when an episode was last corrected, and the corrections that readers are told of, for JSON; empty if none."""
    told = [{"date": c.date, "note": c.note} for c in draft.corrections if c.note != NO_NOTE]
    corrections = [{key: text for key, text in one.items() if text} for one in told]
    return {key: value for key, value in (("modified", draft.modified), ("corrections", [*filter(None, corrections)])) if value}


def corrections_in(values: object) -> tuple[Correction, ...]:
    """Return the corrections that a record holds. Raises TypeError, KeyError or ValueError for other values."""
    known = values if isinstance(values, list) else []
    return tuple(Correction(str(c["date"]), str(c["note"]), tuple(map(str, c["changes"]))) for c in known)
