"""The keys of the studio: one table, from which come what they do, their help, and their tests.

They work while the focus is on a turn or inside it, so that they take no key from a screen reader or from another field. Those
that decide on an interview of an archive work in all of its page, which has the focus first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SCRIPT, _DESK = ("script", "desk"), ("desk",)
_ALL = (*_SCRIPT, "review")


@dataclass(frozen=True, slots=True)
class Keystroke:
    """A key, as the browser calls it, the action that it gives, its name, its help, and the screens that have it.

    `in_text` keys work in text fields.
    """

    pressed: str
    action: str
    name: str
    help: str
    screens: tuple[str, ...] = _SCRIPT
    in_text: bool = False


KEYS = (
    Keystroke("j", "next", "J", "Go to the next turn.", _ALL),
    Keystroke("k", "previous", "K", "Go to the turn before.", _ALL),
    Keystroke("n", "unsure", "N", "Go to the next turn that the program is unsure of."),
    Keystroke("p", "play", "P", "Play this turn, or stop.", _ALL),
    Keystroke("l", "play-on", "L", "Play from here on, or stop.", _ALL),
    Keystroke("w", "wrong", "W", "Mark the word that is being said as wrong (in Review).", ("review",)),
    Keystroke("e", "open", "E", "Open or close the tools of this turn."),
    *(Keystroke(str(n), "give", str(n), f"Give this turn to person {n}.") for n in range(1, 10)),
    *(Keystroke(f"Shift+{n}", "give-all", f"Shift+{n}", f"Give all turns of this person to person {n}.") for n in range(1, 10)),
    Keystroke("s", "split", "S", "Split this turn at the cursor or at the start of the selection."),
    Keystroke("m", "join", "M", "Join this turn with the next one."),
    Keystroke("x", "leave-out", "X", "Leave this turn out."),
    Keystroke("h", "lock", "H", "Hold the sound of this turn as it is (lock it), or let it go."),
    Keystroke("z", "undo", "Z", "Undo the last change."),
    Keystroke("Shift+Z", "redo", "Shift+Z", "Redo what was undone."),
    Keystroke("Control+Enter", "save", "Ctrl+Enter", "Save the words.", in_text=True),
    Keystroke("Shift+Control+Enter", "split", "Ctrl+Shift+Enter", "Split at the cursor.", in_text=True),
    Keystroke("Escape", "close", "Esc", "Leave the words, and go back to the turn.", in_text=True),
    Keystroke("a", "accept", "A", "Accept this interview, and go on (in an archive).", _DESK),
    Keystroke("d", "decline", "D", "Decline this interview, and go on (in an archive).", _DESK),
    Keystroke("g", "later", "G", "Go on, and decide later (in an archive).", _DESK),
    Keystroke("b", "back", "B", "Take the last decision back (in an archive).", _DESK),
    Keystroke("?", "help", "?", "Show the keys.", _ALL),
)


def keys_of(screen: str) -> list[Keystroke]:
    """Return the keys of a screen."""
    return [key for key in KEYS if screen in key.screens]


def shown(keys: Iterable[Keystroke] = KEYS) -> list[tuple[str, str]]:
    """Return the rows of the help, with the nine keys for people as one."""
    people = {
        "1": ("1–9", "Give this turn to that person."),
        "Shift+1": ("Shift+1–9", "Give all turns of this person to that person."),
    }
    wanted = (key for key in keys if key.pressed in people or not key.pressed[-1:].isdigit())
    return [people.get(key.pressed, (key.name, key.help)) for key in wanted]
