"""Edit a project step by step: each step is on the disk before it is answered, and all of them can be undone.

`undo.jsonl` is a log of steps as plain data, each with digests of the script before and after it. Undo and redo are steps, too.
Where it has become long, the next opening folds it: the last steps stay, and those before them become one. A step is logged
before the script is written. So a run that is killed at any moment loses at most the step in hand, and the next one finishes a
step that was logged.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tts_interview.errors import EditError, OutputError, SourceError
from tts_interview.files.atomic import synced, write_whole
from tts_interview.model import Edit
from tts_interview.pipeline.project import evidence_in, script_in, write_evidence
from tts_interview.pipeline.reading import with_page
from tts_interview.script.edits import applied
from tts_interview.script.evidence import evidence_of, with_evidence, with_lines
from tts_interview.script.file import read_script, script_text
from tts_interview.script.merge.alignment import matches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tts_interview.model import Transcript
    from tts_interview.script.file import Script
    from tts_interview.settings import Settings

LOG = "undo.jsonl"
ELSEWHERE = "a change in another program"
NEW_VERSION = "the new version of the source"
EARLIER = "all earlier steps"
_UNDO, _REDO, _SCRIPT, _EDITS, _WISH, _PAGE, _EVIDENCE = "undo", "redo", "script", "edits", "wish", "page", "evidence"
_IDS, _FOLDED = "ids", "folded"
_DIGITS = 16
# A longer log is folded, and then has this many steps that can be taken back, or fewer if they are long.
_LOG_BYTES = 8_000_000
_KEPT_STEPS = 1_000


@dataclass(frozen=True, slots=True)
class ScriptState:
    """A script at one time.

    `ids` has a number for each turn, which stays with it while others come and go. `digest` is that of the script's file, and
    `what` names the step that led here, which was logged as `step`. `page` is the source as it was parsed. `found` is the file
    as another program wrote it.
    """

    script: Script
    ids: tuple[int, ...]
    digest: str
    what: str
    page: Transcript
    found: str = ""
    step: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    # By identity, so that what is made of a state can be kept without a look at all of its words.
    __hash__ = object.__hash__

    @property
    def transcript(self) -> Transcript:
        """The transcript."""
        return self.script.transcript

    @property
    def text(self) -> str:
        """The text of the file."""
        return self.found or script_text(self.script)


class EditingSession:
    """An editing project that is open. Several threads may use it, and several may be open in turn, but not at once.

    The script may also be changed in another program: every step first takes over what the file holds by then, as a step of
    its own that can be undone. `states` are all states so far, the current one last.
    """

    def __init__(self, folder: str | Path, settings: Settings | None = None) -> None:
        """Open a project. Raises SourceError if it has no script, or one that cannot be read."""
        self.folder = Path(folder)
        self.path = script_in(self.folder)
        self._settings = settings
        self._log = self.folder / LOG
        self._lock = threading.RLock()
        self._seen: tuple[int, int] | None = None
        # The text that was made last, which takes a while for a long script.
        self._text = ""
        self._ids = count(1)
        self._undo: list[ScriptState] = []
        self._redo: list[ScriptState] = []
        self.states: list[ScriptState] = []
        self._open()

    @property
    def state(self) -> ScriptState:
        """The current state."""
        return self.states[-1]

    @property
    def transcript(self) -> Transcript:
        """The current transcript."""
        return self.state.transcript

    @property
    def undoes(self) -> str:
        """What `undo` takes back; empty if there is nothing."""
        return self.state.what if self._undo else ""

    @property
    def redoes(self) -> str:
        """What `redo` does again; empty if there is nothing."""
        return self._redo[-1].what if self._redo else ""

    @property
    def edits(self) -> list[Edit]:
        """The edits that led to the current script, in their order, without those that were taken back."""
        return [Edit.from_dict(data) for one in (*self._undo, self.state) for data in one.step.get(_EDITS, ())]

    def do(self, *edits: Edit) -> ScriptState:
        """Apply edits as one step. Raises EditError if one does not fit, SourceError for an invalid file, OutputError."""
        return self._step({_EDITS: [edit.to_dict() for edit in edits]})

    def set_wish(self, key: str, value: str | Mapping[str, str]) -> ScriptState:
        """Set a field of the front matter, such as "pace"; an empty value takes it away. Raises as `do` does."""
        return self._step({_WISH: {"key": key, "value": value}})

    def take_over(self, newer: Path) -> ScriptState:
        """Merge the source of another project, which is a new version of this one's; all edits stay. Raises as `do` does."""
        return self._step({_PAGE: _read(script_in(newer)), _EVIDENCE: evidence_in(newer, self._settings)})

    def undo(self) -> ScriptState:
        """Take back the last step that was not taken back. Raises EditError if there is none."""
        return self._step({_UNDO: True})

    def redo(self) -> ScriptState:
        """Do again what was taken back last. Raises EditError if there is nothing."""
        return self._step({_REDO: True})

    def refresh(self) -> bool:
        """Take over a change that another program made to the script. Return whether there was one.

        Raises SourceError, with the line, if the file cannot be read as a script any more.
        """
        with self._lock:
            now = _status(self.path)
            if now == self._seen:
                return False
            text = _read(self.path)
            is_new = _digest(text) != self.state.digest
            if is_new:
                self._keep({_SCRIPT: text})
            self._seen = now
            return is_new

    def restore(self) -> None:
        """Write the script as it was before another program changed it."""
        with self._lock:
            self._write()

    # -- steps ---------------------------------------------------------------------------------------------------------

    def _step(self, step: dict[str, Any]) -> ScriptState:
        with self._lock:
            self.refresh()
            return self._keep(step)

    def _keep(self, step: dict[str, Any]) -> ScriptState:
        """Take a step: log it, and write the script."""
        before = self.states[-1].digest if self.states else ""
        known = (self.transcript.settled, self.state.page) if self.states else ()
        new = self._after(step)
        entry = {**step, "before": before, "after": new.digest}
        _append(self._log, _line(entry))
        self._move(step, new)
        if _SCRIPT not in step:
            self._write()
        if known and (new.transcript.settled, new.page) != known:
            write_evidence(self.folder, new.transcript)
        return new

    def _write(self) -> None:
        text = self._text if _digest(self._text) == self.state.digest else self.state.text
        write_whole(self.path, text.encode())
        self._seen = _status(self.path)

    def _after(self, step: Mapping[str, Any]) -> ScriptState:
        """Return the state that a step leads to."""
        if _UNDO in step or _REDO in step:
            known = self._undo if _UNDO in step else self._redo
            if not known:
                raise EditError("there is nothing to undo" if _UNDO in step else "there is nothing to redo")
            return known[-1]
        if _SCRIPT in step:
            return self._found(step, step.get(_EVIDENCE) or evidence_of(self.transcript))
        page = self._read(step[_PAGE], step[_EVIDENCE]) if _PAGE in step else None
        script, what = _merged(self.state.script, page) if page else _applied(self.state.script, step)
        self._text = script_text(script)
        source = page.transcript if page else self.state.page
        return ScriptState(script, self._followed(script.transcript), _digest(self._text), what, source, step=step)

    def _move(self, step: Mapping[str, Any], new: ScriptState) -> None:
        if self.states:
            if _UNDO in step:
                self._redo.append(self.state)
                self._undo.pop()
            else:
                self._undo.append(self.state)
                self._redo = self._redo[:-1] if _REDO in step else []
        self.states.append(new)

    def _found(self, step: Mapping[str, Any], evidence: Mapping[str, Any]) -> ScriptState:
        """Return the state of a script as another program or a fold left it, with what is known of the same words."""
        text = step[_SCRIPT]
        script = self._read(text, evidence)
        page = self.state.page if self.states else script.transcript
        for source in step.get(_FOLDED, ()):
            page = self._read(*source).transcript
        if _IDS in step:
            ids, following = step[_IDS]
            self._ids = count(following)
            return ScriptState(script, tuple(ids), _digest(text), EARLIER, page, text, step)
        return ScriptState(script, self._followed(script.transcript), _digest(text), ELSEWHERE, page, text, step)

    def _read(self, text: str, evidence: Mapping[str, Any]) -> Script:
        """Return a script with evidence of the same words, and with the lines of its source."""
        script = read_script(text, self.path.name)
        try:
            transcript = with_lines(with_evidence(script.transcript, evidence), evidence)
        except ValueError as error:
            raise SourceError(f"{self.folder}: {error}; delete evidence.json, so that it is made again") from error
        return replace(script, transcript=transcript)

    def _followed(self, now: Transcript) -> tuple[int, ...]:
        """Return the numbers of turns, which stay with those that are unchanged or changed in place."""
        if not self.states:
            return tuple(next(self._ids) for _ in now.turns)
        known = self.state.ids
        before, after = ([turn.text for turn in one.turns] for one in (self.transcript, now))
        ids: list[int] = []
        was = 0
        for i, j in [*matches(before, after), (len(before), len(after))]:
            changed = [*known[was:i]][: j - len(ids)]
            ids += [*changed, *(next(self._ids) for _ in range(j - len(ids) - len(changed)))]
            ids += known[i : i + 1]
            was = i + 1
        return tuple(ids)

    # -- opening -------------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        """Replay the log, finish the step that a killed run had logged, and take over what the file holds."""
        text = _read(self.path)
        for step in self._logged():
            try:
                new = self._after(step)
            except (EditError, SourceError, KeyError, TypeError, IndexError):
                break
            if new.digest != step.get("after"):
                break
            self._move(step, new)
            last = step
        if not self.states:
            self._keep({_SCRIPT: text, _EVIDENCE: evidence_in(self.folder, self._settings)})
        elif _digest(text) == last.get("before"):
            self._write()
        self.refresh()
        if self._log.stat().st_size > _LOG_BYTES:
            self._fold()

    def _fold(self) -> None:
        """Write a shorter log, and open it: the first script, one of the last states, and the steps since, done and undone."""
        chain, undone = [*self._undo, self.state], self._redo[::-1]
        room, kept = _LOG_BYTES // 2, 0
        while kept < min(_KEPT_STEPS, len(chain) - 1) and (room := room - len(_line(chain[-1 - kept].step))) > 0:
            kept += 1
        first, base, rest = chain[0], chain[-1 - kept], [*chain[len(chain) - kept :], *undone]
        pages = [(one.step[_PAGE], one.step[_EVIDENCE]) for one in chain[: len(chain) - kept] if _PAGE in one.step]
        fold: dict[str, Any] = {_SCRIPT: base.text, _EVIDENCE: evidence_of(base.transcript)}
        fold |= {_IDS: (base.ids, max(*first.ids, *base.ids) + 1), _FOLDED: pages[-1:]}
        steps = [(first.step, first), *([(fold, base)] if base is not first else []), *((one.step, one) for one in rest)]
        steps += [({_UNDO: True}, one) for one in [*undone[-2::-1], self.state][: len(undone)]]
        digests = ["", *(state.digest for _, state in steps)]
        lines = [
            _line({**step, "before": was, "after": state.digest}) for was, (step, state) in zip(digests, steps, strict=False)
        ]
        if len(lines) < len(self.states):
            write_whole(self._log, b"".join(lines))
            self._ids, self._undo, self._redo, self.states = count(1), [], [], []
            self._open()

    def _logged(self) -> Iterator[dict[str, Any]]:
        """Yield the steps of the log. The last one may be torn; it never was answered, and it is cut off."""
        try:
            data = self._log.read_bytes()
        except FileNotFoundError:
            return
        whole = data[: data.rfind(b"\n") + 1]
        if whole != data:
            write_whole(self._log, whole)
        for line in whole.splitlines():
            try:
                step = json.loads(line)
            except ValueError:
                return
            yield step


def _applied(script: Script, step: Mapping[str, Any]) -> tuple[Script, str]:
    """Return a script after a step, and what to call the step."""
    if _EDITS in step:
        edits = [Edit.from_dict(data) for data in step[_EDITS]]
        transcript = reduce(applied, edits, script.transcript)
        return replace(script, transcript=transcript), edits[0].operation.replace("_", " ")
    key, value = step[_WISH]["key"], step[_WISH]["value"]
    fields = {**script.front_matter, key: value}
    return replace(script, front_matter={name: value for name, value in fields.items() if value}), str(key)


def _merged(script: Script, page: Script) -> tuple[Script, str]:
    """Return a script with the changes of its page; what a person confirmed stays sure."""
    found, _ = with_page(script, page)
    known = {(turn.speaker, turn.text): turn for turn in script.transcript.turns}
    pairs = [(turn, known.get((turn.speaker, turn.text), turn)) for turn in found.transcript.turns]
    turns = tuple(replace(turn, confidence=was.confidence, why=was.why) for turn, was in pairs)
    return replace(found, transcript=replace(found.transcript, turns=turns)), NEW_VERSION


def _line(entry: Mapping[str, Any]) -> bytes:
    return json.dumps(entry, ensure_ascii=False).encode() + b"\n"


def _append(path: Path, data: bytes) -> None:
    """Append to a file, and return when it is on the disk. Raises OutputError if that fails."""
    try:
        with path.open("ab") as file:
            is_new = not file.tell()
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            synced(path.parent)
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written: {error.strerror or error}; free some space, or make it writable"
        ) from error


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not UTF-8: save it as UTF-8") from error


def _status(path: Path) -> tuple[int, int] | None:
    """Return what tells whether a file was written since; None if it is absent."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
