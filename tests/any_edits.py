"""A strategy that draws edits of any transcript, and what holds after each edit."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from any_transcript import ledger
from hypothesis import strategies as st

from tts_interview.model import Ask, Edit, Gender, Role

if TYPE_CHECKING:
    from tts_interview.model import Transcript

WRITTEN = {"reword": "text", "retitle": "title"}  # the operations that add words, and the argument that has them
NEW = [{"name": "Dee", "role": "guest"}, {"name": "Narrator 2", "role": "narrator", "title": "Dr."}]
texts = st.sampled_from(["so", "Well, so.", "Ann: yes", "{pause 2s} # Head", "\\ x", " "]) | st.text(max_size=12)


@st.composite
def edits_of(draw: st.DrawFn, transcript: Transcript) -> Edit:
    """Draw an edit of a transcript that mostly fits it."""
    turn = draw(st.integers(0, len(transcript.turns)))
    own = transcript.turns[min(turn, len(transcript.turns) - 1)]
    paragraph = draw(st.integers(0, len(own.paragraphs) - 1))
    text = own.paragraphs[paragraph].text
    start, end = sorted(draw(st.tuples(*[st.integers(0, len(text) + 1)] * 2)))
    known = draw(st.sampled_from([s.name for s in transcript.speakers]))
    speaker = draw(st.sampled_from([known, known, *NEW, None]))
    ask = draw(st.sampled_from(Ask))
    values = {Ask.PAUSE: "900", Ask.RATE: "0.9", Ask.LANGUAGE: "fr", Ask.SPELL: ""}
    direction = {"ask": ask.value, "start": start, "end": start if ask is Ask.PAUSE else end, "value": values.get(ask, "x")}
    place = {"turn": turn, "paragraph": paragraph}
    cut = draw(st.integers(0, len(text)))
    arguments: dict[str, dict[str, Any]] = {
        "assign": {"turn": turn, "speaker": speaker or known},
        "assign_all": {"label": known, "speaker": speaker or known},
        "rename": {"speaker": known, "name": draw(texts)},
        "set_gender": {"speaker": known, "gender": draw(st.sampled_from(Gender)).value},
        "set_voice": {"speaker": known, "voice": draw(st.sampled_from(["", "alto"]))},
        "set_role": {"speaker": known, "role": draw(st.sampled_from(Role)).value},
        "retitle": {"title": draw(texts | st.sampled_from([p.text for p in transcript.turns[0].paragraphs]))},
        "split": {**place, "offset": cut, "speaker": speaker},
        "join": {"turn": turn},
        "leave_out": draw(st.sampled_from([{"turn": turn}, place, {**place, "start": start, "end": end}])),
        "keep": {"entry": draw(st.integers(0, 3)), "speaker": speaker, **draw(st.sampled_from([{}, place]))},
        "reword": {**place, "text": draw(texts | st.just(f"{text[:cut]}{draw(texts)}{text[end:]}"))},
        "say": {**place, "direction": direction},
        "lock": {**place, "value": "0123456789abcdef"},
        "unlock": {"turn": turn},
    }
    operation = draw(st.sampled_from(sorted(arguments)))
    return Edit(operation, arguments[operation])


def check_edit(before: Transcript, edit: Edit, after: Transcript) -> None:
    """Check what holds after each edit."""
    added = ledger(after) - ledger(before)
    assert not ledger(before) - ledger(after), "nothing is lost"
    typed: Counter[str] = Counter(edit.arguments.get(WRITTEN.get(edit.operation, ""), ""))
    assert not added - typed, "only typed words are new"
    cast = {speaker.name: speaker.role for speaker in after.speakers}
    assert len(cast) == len(after.speakers)
    assert after.turns
    assert all(turn.paragraphs and cast[turn.speaker] is turn.role for turn in after.turns)
    silent = [len(t.speakers) - len({turn.speaker for turn in t.turns}) for t in (before, after)]
    assert silent[0] >= silent[1], "those who no longer speak are not in the cast"
    places = [(d, len(p.text)) for turn in after.turns for p in turn.paragraphs for d in p.directions]
    assert all(0 <= d.start <= d.end <= length for d, length in places)
