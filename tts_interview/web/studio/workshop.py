"""The projects of a folder, opened when they are first asked for."""

from __future__ import annotations

import gc
import json
import re
import shutil
import tempfile
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tts_interview import pipeline
from tts_interview.errors import EditError, EngineError, SourceError
from tts_interview.files.atomic import make_folder, write_whole
from tts_interview.jobs import Queue
from tts_interview.model import Gender, Observer, Role
from tts_interview.pipeline.editing import EditingSession
from tts_interview.pipeline.planning import preloaded
from tts_interview.pipeline.project import script_in, write_project
from tts_interview.pipeline.reading import pages_of, places_of
from tts_interview.script.file import Script, read_script
from tts_interview.settings import CastingSettings, ReadingSettings, Settings
from tts_interview.settings.cast import remember
from tts_interview.settings.layers import with_values
from tts_interview.settings.parts import Kit
from tts_interview.settings.showfile import ShowFile, read_show
from tts_interview.settings.speakers import find_speaker
from tts_interview.words import list_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tts_interview.model import Speaker, Transcript
    from tts_interview.pipeline import Plan
    from tts_interview.pipeline.editing import ScriptState
    from tts_interview.words import WordList

_Made = TypeVar("_Made")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SUFFIX = ".script.md"
_SHOW = "show.toml"
# In a project: where its source can be read again, and the folder with the version that was found there last.
_ORIGIN, NEWER = "origin.json", "newer"
_MOST_RECENT = 20
# The objects of a script of so many turns take the search for garbage a time that one can feel.
_LONG = 200


@dataclass(frozen=True, slots=True)
class Recent:
    """A project as the start screen lists it."""

    slug: str
    title: str


class _Doubts(Observer):
    """Collects the doubts of a plan."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def doubt(self, line: str) -> None:
        self.lines.append(line)


class News(Observer):
    """Keeps the last thing that an engine told, such as that its model is being prepared, until it has spoken."""

    line = ""

    def notice(self, line: str) -> None:
        """Keep a line; an empty one ends the wait."""
        self.line = line


class Project:
    """An editing session, the plan of its episode, and what the last action did."""

    def __init__(self, slug: str, session: EditingSession, workshop: Workshop) -> None:
        self.slug, self.session, self._workshop = slug, session, workshop
        # Held while a file of the project other than its script is read and rewritten.
        self.lock = threading.Lock()
        # The turns that were spoken at some time since the studio was started.
        self.spoken: set[int] = set()
        self._message = ""
        self._planning = threading.Lock()
        self._planned: tuple[str, Plan, tuple[str, ...]] | None = None
        self._newer: tuple[int, Script] | None = None

    @property
    def state(self) -> ScriptState:
        """The current state of the script."""
        return self.session.state

    @property
    def title(self) -> str:
        """The title of the episode, or a stand-in for it."""
        return self.session.transcript.title or "Untitled"

    @property
    def people(self) -> tuple[Speaker, ...]:
        """Those who can be given turns, in the order of the cast."""
        return self.session.transcript.speakers

    def colour(self, speaker: str) -> int:
        """Return the number of a person's colour, from 1."""
        return next((number for number, person in enumerate(self.people, start=1) if person.name == speaker), 0)

    @property
    def settings(self) -> Settings:
        """The settings in force, before those of the script."""
        return self._workshop.settings

    @property
    def origin(self) -> list[str]:
        """The addresses or files from which the source was read; none if it was sent as text or bytes."""
        with suppress(OSError, ValueError):
            return [str(place) for place in json.loads((self.session.folder / _ORIGIN).read_bytes())]
        return []

    @property
    def newer(self) -> Script | None:
        """The version of the source that was found last, if its words are not those that the script was made from."""
        with suppress(OSError, SourceError):
            path = script_in(self.session.folder / NEWER)
            at = path.stat().st_mtime_ns
            if not self._newer or self._newer[0] != at:
                self._newer = at, read_script(path.read_text(encoding="utf-8"), path.name)
            now, was = (
                [p.text for turn in one.turns for p in turn.paragraphs] for one in (self._newer[1].transcript, self.state.page)
            )
            return self._newer[1] if now != was else None
        return None

    def say(self, message: str) -> None:
        """Keep a sentence for the next page."""
        self._message = message

    def take_message(self) -> str:
        """Return the sentence, once."""
        message, self._message = self._message, ""
        return message

    def number(self, turn: int) -> int:
        """Return the place, from 0, of the turn with that number of its own. Raises EditError if it is gone."""
        ids = self.state.ids
        if turn not in ids:
            raise EditError("this turn is gone: it was joined or left out in the meantime")
        return ids.index(turn)

    def plan(self) -> Plan:
        """Return the plan of the script as it is now. Raises what `pipeline.plan` raises."""
        with self._planning:
            digest = self.state.digest
            if not self._planned or self._planned[0] != digest:
                doubts = _Doubts()
                plan = self._workshop.plan(self.session.path, doubts)
                self._planned = digest, plan, tuple(doubts.lines)
                _stay(self.state.transcript)
            return self._planned[1]

    def forget_plan(self) -> None:
        """Make the plan again when it is asked for, because the settings have changed."""
        self._planned = None


class Workshop:
    """The projects of a folder, and the settings with which they are made."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder, self.settings = folder, settings
        own = folder / _SHOW
        if not settings.show and own.exists():
            self.settings = replace(settings, show=read_show(own))
        make_folder(folder)
        self.queue = Queue(folder / "jobs.db", time.time)
        self.news = News()
        self._last_plan: Plan | None = None
        self._voice: ThreadPoolExecutor | None = None
        self._open: dict[str, Project] = {}
        self._lock = threading.Lock()

    @property
    def largest_bytes(self) -> int:
        """The limit of what is sent at once."""
        return self.settings.reading.limits.source_bytes

    def settings_of(self, _script: Path) -> Settings:
        """Return the settings with which a script is spoken."""
        return self.settings

    def plan(self, script: Path, observer: Observer) -> Plan:
        """Return the plan of a script, with the engine that speaks or loads already. Raises what `pipeline.plan` raises."""
        warm = self._last_plan.engine if self._last_plan else preloaded(self.settings.speech, self.news)
        self._last_plan = pipeline.plan(script, self.settings_of(script), observer, warm=warm)
        # An engine that speaks one text at a time is called from one thread.
        self._voice = self._voice or ThreadPoolExecutor(self._last_plan.engine.workers, thread_name_prefix="speaking")
        return self._last_plan

    def plan_with(self, project: Project, values: Mapping[str, Any]) -> Plan:
        """Return the plan that a project would have with other values of settings. Raises what `pipeline.plan` raises."""
        script = project.session.path
        return pipeline.plan(script, with_values(self.settings_of(script), values), warm=project.plan().engine)

    def speaking(self, act: Callable[..., _Made], *arguments: object) -> Future[_Made]:
        """Begin an act of speaking for a plan, as soon as the engine is free."""
        if self._voice is None:
            raise EngineError("no engine is chosen yet: make a plan first")
        spoken = self._voice.submit(act, *arguments)
        spoken.add_done_callback(lambda _spoken: self.news.notice(""))
        return spoken

    def spoken(self, act: Callable[..., _Made], *arguments: object) -> _Made:
        """Return what an act of speaking makes."""
        return self.speaking(act, *arguments).result()

    def recent(self, most: int = _MOST_RECENT) -> list[Recent]:
        """Return the projects, the one that was changed last first."""
        scripts = sorted(self.folder.glob(f"*/*{_SUFFIX}"), key=lambda path: -path.stat().st_mtime)[:most]
        return [Recent(path.parent.name, _title_in(path)) for path in scripts if _SLUG.fullmatch(path.parent.name)]

    def project(self, slug: str) -> Project | None:
        """Return a project by the name of its folder; None if there is none. Raises SourceError if it cannot be read."""
        with self._lock:
            if slug not in self._open:
                if not _SLUG.fullmatch(slug) or not any((self.folder / slug).glob(f"*{_SUFFIX}")):
                    return None
                self._open[slug] = Project(slug, EditingSession(self.folder / slug, self.settings), self)
                _stay(self._open[slug].state.transcript)
            return self._open[slug]

    def create(self, source: Any, slug: str = "", settings: Settings | None = None) -> str:  # noqa: ANN401 - as the pipeline
        """Read a source into a project of its own, and return the name of its folder. Raises what `write_project` raises.

        Without a name, it gets one of its own. `settings` are those of reading, if others than those of the workshop.
        """
        with self._reading(source, settings) as draft:
            if places := places_of(pages_of(source)):
                write_whole(draft / _ORIGIN, json.dumps(places).encode())
            with self._lock:
                slug = slug or self._free(script_in(draft).name.removesuffix(_SUFFIX))
                draft.rename(self.folder / slug)
        return slug

    def delete(self, project: Project) -> None:
        """Delete a project with all of its files."""
        with self._lock:
            self._open.pop(project.slug, None)
            gone = Path(tempfile.mkdtemp(prefix=".deleted-", dir=self.folder))
            project.session.folder.rename(gone / project.slug)
        shutil.rmtree(gone, ignore_errors=True)

    def look_again(self, project: Project, source: Any, settings: Settings | None = None) -> None:  # noqa: ANN401 - as above
        """Read the source of a project as it is now, for `Project.newer`. Raises what `write_project` raises."""
        with self._reading(source, settings) as draft, project.lock:
            newer = project.session.folder / NEWER
            shutil.rmtree(newer, ignore_errors=True)
            draft.rename(newer)

    @contextmanager
    def _reading(self, source: Any, settings: Settings | None) -> Iterator[Path]:  # noqa: ANN401 - as above
        """Read a source into a folder that is to be moved; it is removed if that fails."""
        draft = Path(tempfile.mkdtemp(prefix=".reading-", dir=self.folder))
        try:
            write_project(source, draft, settings or self.settings)
            draft.chmod(0o755)
            yield draft
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise

    def remember(self, project: Project, name: str) -> list[str]:
        """Write the role, the gender and the voice of a person into the show file; return a line about each change.

        The comments of the file stay. Without a show, it is `show.toml` beside the projects. Raises ShowError, and CastingError
        for a name of nobody.
        """
        transcript, show = project.session.transcript, self.settings.show or ShowFile(path=self.folder / _SHOW)
        person = find_speaker(name, transcript.speakers)
        name, voice = person.name, project.plan().casting[person.name].full_name
        roles = {role: (name,) if person.role is role else () for role in (Role.INTERVIEWER, Role.GUEST)}
        said = ReadingSettings(interviewers=roles[Role.INTERVIEWER], guests=roles[Role.GUEST])
        genders = {name: person.gender} if person.gender is not Gender.UNKNOWN else {}
        wishes = Settings(reading=said, casting=CastingSettings({name: voice}, genders), show=show)
        lines = remember(wishes, transcript)
        self.settings = replace(self.settings, show=show)
        self.reload()
        return lines

    def reload(self) -> None:
        """Read the show file again, and make all plans again: the show or a lexicon has changed."""
        if self.settings.show:
            self.settings = replace(self.settings, show=read_show(self.settings.show.path))
        for project in self._open.values():
            project.forget_plan()

    def publishing(self, correction: str = "") -> Settings:
        """Return the settings in force with all that publishing needs, and with what readers are told of a correction."""
        own = self.settings.publishing
        return replace(self.settings, publishing=replace(own, kits=tuple(Kit), correction=correction or own.correction))

    def words(self, project: Project) -> WordList:
        """Return the unusual words of a project. Raises what `list_words` raises."""
        speech = replace(self.settings.speech, engine=project.plan().engine)
        return list_words(project.session.path, replace(self.settings, speech=speech))

    def _free(self, slug: str) -> str:
        names = (slug, *(f"{slug}-{number}" for number in range(2, 10_000)))
        return next(name for name in names if not (self.folder / name).exists())


def _stay(transcript: Transcript) -> None:
    """Keep what was made of a long script out of later searches for garbage, each of which would stop an edit for 0.1 s.

    What became garbage since the last time goes now, while nobody edits.
    """
    if len(transcript.turns) < _LONG:
        return
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _title_in(script: Path) -> str:
    """Return the title of a script without reading all of it."""
    with script.open(encoding="utf-8", errors="replace") as file:
        head = file.read(2000)
    found = re.search(r"^title: (.+)$", head, re.M)
    return found[1].strip("'\"") if found else script.name.removesuffix(_SUFFIX)
