#!/usr/bin/env python3
"""Take the pictures of the documentation: the page, the player in an article, the list of episodes, and the studio's screens.

Usage: python scripts/take_pictures.py [ENGINE]; it wants the validators: python scripts/get_validators.py

The episodes are those of examples/show. Each picture of a page shows a wide window in light and a narrow one in dark.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from functools import reduce
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, cast

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from studio_browser import served  # noqa: E402
from validating import node, seen  # noqa: E402

from tts_interview.archive.library import Library  # noqa: E402
from tts_interview.archive.planning import plan_archive  # noqa: E402
from tts_interview.archive.sources import scopes_in  # noqa: E402
from tts_interview.jobs import JobState  # noqa: E402
from tts_interview.model import SILENT  # noqa: E402
from tts_interview.settings import Settings  # noqa: E402
from tts_interview.settings.parts import SpeechSettings  # noqa: E402
from tts_interview.web.archive import Desk  # noqa: E402
from tts_interview.web.archive import application as desk_application  # noqa: E402
from tts_interview.web.inbox import application as inbox_application  # noqa: E402
from tts_interview.web.inbox import inbox_of  # noqa: E402
from tts_interview.web.studio import application  # noqa: E402
from tts_interview.web.studio.making import PUBLISH  # noqa: E402
from tts_interview.web.studio.workshop import Workshop  # noqa: E402

if TYPE_CHECKING:
    from tts_interview.web.studio.workshop import Project


_LOW, _HEIGHT, _TALL, _GAP = 740, 900, 1400, 24
_COLOURS = 96
_STEM = "2026-03-18-the-tide-table"
_AT_A_WORD = "document.getElementById('audio').currentTime = 15"
_AT_ITS_TEXT = _AT_A_WORD + ";setTimeout(() => document.querySelector('.now').scrollIntoView({ block: 'center' }), 200)"
_OPEN = "document.querySelector('.tts-interview').shadowRoot.querySelector('.inside').open = true"
# What gives the screens of doubts and of words more to ask.
_QUESTIONABLE = (("Marlow: And", "Q: And"), ("in Skerrivoe.", "in Skerrivoe, and the midwife in Vallenby."))
# What differs in the new version of an interview.
_CHANGES = (
    ("grey like slate", "grey like wet slate"),
    ("And the passengers?", "And the passengers, what do they see?"),
    ("I look at them. You", "You"),
    ("nothing heroic in it: we were cold, and we complained.", "nothing heroic in it."),
)
_ADDRESS = "https://the-tide.example/ferry"
# Wait until the script says what is still to be spoken.
_SPOKEN = {
    "script": """(async () => {
  while (!document.querySelector('#speak')) await new Promise((done) => setTimeout(done, 100));
})()"""
}
# Two words are marked, one with a note, and a third turn is being said.
_MARKED = """(async () => {
  const turns = [...document.querySelectorAll('.turn')];
  const act = (address, values) => htmx.ajax('POST', address, { source: '#rows', swap: 'none', values });
  const mark = (turn, word) => {
    const offset = turn.querySelector('.words').textContent.indexOf(word);
    return act(turn.querySelector('form').action, { paragraph: 0, offset, end: offset + word.length });
  };
  await mark(turns[2], turns[2].querySelector('.words').textContent.split(' ')[4]);
  await mark(turns[4], turns[4].querySelector('.words').textContent.split(' ').slice(2, 5).join(' '));
  await act(document.querySelector('#marks form').action, { note: 'Say it slower.' });
  document.getElementById('status').textContent = '';
  document.querySelector('#marks input').value = 'Say it slower.';
  turns[2].querySelector('.play').click();
  await new Promise((done) => setTimeout(done, 1500));
})()"""
# Where the interview lay while the picture was taken says nothing.
_PLACED = "document.querySelector('.place').textContent = 'harbour-talks/ferry.md'"
_ARTICLE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>The Tide</title><style>
body {{ margin: 0; font: 19px/1.6 Georgia, "Noto Serif", serif }}
body {{ color: light-dark(#111, #ddd); background: light-dark(#fff, #121212) }}
header {{ padding: 14px; border-bottom: 1px solid light-dark(#ddd, #333); font: 700 26px Georgia, serif; text-align: center }}
main {{ max-width: 680px; margin: 32px auto; padding: 0 20px }} h1 {{ font-size: clamp(30px, 5vw, 42px); line-height: 1.12 }}
.lead {{ font-size: 21px; color: light-dark(#444, #aaa) }}
.by {{ font: 15px system-ui, sans-serif; color: light-dark(#555, #999) }}
</style></head><body><header>The Tide</header><main><h1>“The whole village was on time for the wrong tide”</h1>
<p class="lead">Bram Okafor prints the tide table of Skerry Point by hand, on a press from 1911.</p>
<p class="by">By Ada Moe · 18 March 2026</p>{}
<p>There is an app for that, and Bram Okafor has seen it. It needs a signal, he says, and there is none below the cliff. His own
table needs a nail. He has printed it in the old net loft above the harbour, one sheet for each month.</p>
<p>He was wrong once, by an hour. He had forgotten the clocks.</p></main></body></html>
"""


def main(engine: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        show = Path(folder) / "show"
        shutil.copytree(ROOT / "examples" / "show", show, ignore=shutil.ignore_patterns("episodes"))
        settings = show / "show.toml"
        # Without artwork, each episode has a drawn cover of its own; a feed would want artwork.
        text = re.sub(r"^artwork = .*\n|^\[feed\]\n(?:.+\n)*", "", settings.read_text(encoding="utf-8"), flags=re.M)
        settings.write_text(text, encoding="utf-8")
        command = ["render", "first.md", "second.md", "--show", "show.toml", "--publish", "--engine", engine, "-o", "episodes/"]
        subprocess.run([sys.executable, "-m", "tts_interview", *command], cwd=show, check=True, stdout=subprocess.DEVNULL)
        page, shelf = next(show.rglob(f"{_STEM}.html")), next(show.rglob("episodes.html"))
        article = page.with_name("article.html")
        fragment = page.with_name(f"{_STEM}.embed.html").read_text(encoding="utf-8")
        article.write_text(_ARTICLE.format(fragment), encoding="utf-8")
        take_screens(Path(folder), engine)
        take(page, "page", _AT_A_WORD, _AT_ITS_TEXT)
        take(article, "article", "", _OPEN)
        take(shelf, "episodes", "", "")
        take_inbox(Path(folder), engine)
        take_desk(Path(folder), engine)


def take_screens(folder: Path, engine: str) -> None:
    """Take pictures of screens of the studio, with an interview on which somebody works."""
    speech = SpeechSettings(engine=engine, cache_folder=folder / "cache", user_lexicon=folder / "lexicon.toml")
    workshop = Workshop(folder / "studio", replace(Settings(), speech=speech))
    page = folder / "interview.md"
    example = (ROOT / "tts_interview" / "web" / "studio" / "example.md").read_text(encoding="utf-8")
    text = reduce(lambda words, change: words.replace(*change), _QUESTIONABLE, example)
    page.write_text(text, encoding="utf-8")
    slug = workshop.create(str(page))
    project = cast("Project", workshop.project(slug))
    (project.session.folder / "origin.json").write_text(json.dumps([_ADDRESS]), encoding="utf-8")
    newer = folder / "newer" / "interview.md"
    newer.parent.mkdir()
    newer.write_text(reduce(lambda words, change: words.replace(*change), _CHANGES, text), encoding="utf-8")
    with served(application(workshop, "token"), "token") as address:
        take_screen(folder, address, "", "", "studio-start", height=_LOW)
        take_screen(folder, address, f"p/{slug}/", "", "studio-overview", height=_LOW)
        for screen in ("doubts", "script", "cast", "words", "pace"):
            height = _LOW if screen == "words" else _HEIGHT
            take_screen(folder, address, f"p/{slug}/{screen}", _SPOKEN.get(screen, ""), f"studio-{screen}", height=height)
        take_screen(folder, address, f"p/{slug}/script", _SPOKEN["script"], "studio-script-dark", scheme="dark")
        workshop.queue.add(PUBLISH, slug)
        until_idle(workshop)
        take_screen(folder, address, f"p/{slug}/publish", "", "studio-publish")
        take_screen(folder, address, f"p/{slug}/review", _MARKED, "studio-review")
        workshop.look_again(project, str(newer))
        take_screen(folder, address, f"p/{slug}/source", "", "studio-source")


def until_idle(workshop: Workshop) -> None:
    """Wait until all jobs are done."""
    while workshop.queue.jobs((JobState.WAITING, JobState.RUNNING)):
        workshop.queue.wait(workshop.queue.changes(), 1.0)


def take_inbox(folder: Path, engine: str) -> None:
    """Take a picture of an inbox with an entry that is ready, one that is being spoken, and one that needs an answer."""
    speech = SpeechSettings(engine=engine, cache_folder=folder / "cache", user_lexicon=folder / "lexicon.toml")
    workshop, key = inbox_of(folder / "inbox", replace(Settings(), speech=speech))
    ready, speaking = ROOT / "examples" / "ferry-town.txt", ROOT / "tts_interview" / "web" / "studio" / "example.md"
    unsure = (
        "# The keeper of the last orchard\n\n" + "**How many trees are left?**\n\nNineteen, and I know each by name.\n\n" * 3
    )
    workshop.create(unsure)
    with served(inbox_application(workshop, key), key) as address:
        workshop.queue.add(PUBLISH, workshop.create(str(ready)))
        until_idle(workshop)
    job = workshop.queue.add(PUBLISH, workshop.create(str(speaking)))
    workshop.queue.progress(workshop.queue.claim([PUBLISH]) or job, 1.0, "Speaking turn 6: 40 % done.")
    with served(inbox_application(workshop, key), key) as address:
        take_screen(folder, address, "", "", "inbox", height=_TALL)


def take_desk(folder: Path, engine: str) -> None:
    """Take a picture of the queue of an archive, at an interview with open questions."""
    speech = SpeechSettings(engine=engine, cache_folder=folder / "cache", user_lexicon=folder / "lexicon.toml")
    settings, library = replace(Settings(), speech=speech), Library(folder / "library", create=True)
    places = [str(folder / "interview.md"), str(ROOT / "examples")]
    plan_archive(library, scopes_in(places, library.folder), settings, SILENT, workers=2, sure=1)
    waiting = library.at(places[0])
    with served(desk_application(Desk(library.folder, settings), "token"), "token") as address:
        take_screen(folder, address, f"p/{waiting.id if waiting else 1}/desk", _PLACED, "archive-review")


def take_screen(  # noqa: PLR0913
    folder: Path, address: str, screen: str, script: str, name: str, *, height: int = _HEIGHT, scheme: str = "light"
) -> None:
    """Take a picture of a screen of the studio, after a script in it."""
    file = folder / f"{name}.png"
    wanted = [[1280, height, scheme, screen, script, str(file)]]
    node("studio.mjs", "pictures", address, json.dumps(wanted), env={"CHROMIUM": which("chromium") or ""})
    keep(Image.open(file).convert("RGB"), name)


def take(page: Path, name: str, *scripts: str) -> None:
    """Put a wide picture and a narrow one side by side, in few colours."""
    windows = ((1280, "light", scripts[0]), (360, "dark", scripts[1]))
    taken = []
    for width, scheme, script in windows:
        file = page.with_name(f"{name}-{width}.png")
        seen("picture", page, json.dumps([width, _HEIGHT, scheme, script, str(file)]))
        taken.append(Image.open(file).convert("RGB"))
    both = Image.new("RGB", (sum(one.width for one in taken) + _GAP, _HEIGHT), "#808080")
    for place, one in zip((0, taken[0].width + _GAP), taken, strict=True):
        both.paste(one, (place, 0))
    keep(both, name)


def keep(picture: Image.Image, name: str) -> None:
    """Write a picture in few colours."""
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(ROOT / "docs" / f"{name}.png", optimize=True)
    print(f"docs/{name}.png: {(ROOT / 'docs' / f'{name}.png').stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "auto")
