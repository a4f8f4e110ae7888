"""A random walk through the actions of the studio, and what holds after each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from any_transcript import ledger

from tts_interview.script.file import read_script
from tts_interview.web.studio.script import key_of

if TYPE_CHECKING:
    import random

    from starlette.testclient import TestClient

    from tts_interview.pipeline.editing import EditingSession

    # The address of an action, and its form.
    Asked = tuple[str, dict[str, str]]

TALK = "# Bees at home\n\nPhoto: Nobody\n\n" + "".join(
    f"Ann Lee: Why do you count {n} of them?\n\nRosa Lind: Because I have {n}. I stand still, and I count.\n\n"
    for n in range(6)
)


def action(choice: random.Random, session: EditingSession) -> Asked:
    """Return an action that the screens offer for a script as it is now: its address and its form."""
    place = choice.randrange(len(session.state.ids))
    turn, text = f"turns/{session.state.ids[place]}", session.transcript.turns[place].paragraphs[0].text
    words, people = text.split(), session.transcript.speakers
    cut = choice.randrange(len(words))
    actions: list[Asked] = [
        (f"{turn}/give", {"speaker": choice.choice(people).name}),
        (f"{turn}/give", {"new": f"Eva Stone {choice.randrange(9)}"}),
        (f"{turn}/reword", {"words-0": f"{text} {choice.randrange(1000)}"}),
        (f"{turn}/reword", {"words-0": " ".join(words[cut:] or words)}),
        (f"{turn}/reword", {"words-0": f"{' '.join(words[:cut])} {{a: # b}} \\ é\n\n{' '.join(words[cut:])}"}),
        (f"{turn}/split", {"paragraph": "0", "offset": str(max(1, text.find(" ")))}),
        (f"{turn}/join", {}),
        (f"{turn}/leave-out", {}),
        *(
            ("keep", {"entry": key_of(entry), "speaker": choice.choice(people).name})
            for entry in choice.choices(session.transcript.left_out, k=2 * bool(session.transcript.left_out))
        ),
        *(("undo", {}) for _ in range(3)),
        *(("redo", {}) for _ in range(2)),
    ]
    if not choice.randrange(40):  # seldom, because it leaves few people
        return f"{turn}/give", {"speaker": choice.choice(people).name, "all": "1"}
    return choice.choice(actions)


class Ledger:
    """What a script has to hold: each character of the page, those that an editor typed, and the way back."""

    def __init__(self, session: EditingSession) -> None:
        self._session = session
        self._back: list[bytes] = []
        self._forth: list[bytes] = []
        self._steps = len(session.states)
        self._was, self._held = session.path.read_bytes(), ledger(session.transcript)

    def check(self, asked: Asked) -> None:
        """Check what an action has made of the script on the disk."""
        address, form = asked
        now = self._session.path.read_bytes()
        held = ledger(read_script(now.decode(), "the script").transcript)
        assert held == ledger(self._session.transcript), "the file is what the studio shows"
        if address in {"undo", "redo"}:
            way, other = (self._back, self._forth) if address == "undo" else (self._forth, self._back)
            assert now == (way[-1] if way else self._was), "the way back and forth is exact"
            if way:
                other.append(self._was)
                way.pop()
        else:
            assert not self._held - held, "nothing is lost"
            assert not held - self._held - Counter(form.get("words-0", "")), "only typed words are new"
            if len(self._session.states) > self._steps:
                self._back.append(self._was)
                self._forth.clear()
        self._was, self._held, self._steps = now, held, len(self._session.states)


def walk(client: TestClient, session: EditingSession, choice: random.Random, actions: int) -> None:
    """Act so often, check each time, and take all back."""
    first, held = session.path.read_bytes(), Ledger(session)
    for _ in range(actions):
        asked = action(choice, session)
        assert client.post(asked[0], data=asked[1], follow_redirects=False).status_code == 303
        held.check(asked)
    while session.undoes:
        client.post("undo", follow_redirects=False)
        held.check(("undo", {}))
    assert session.path.read_bytes() == first
