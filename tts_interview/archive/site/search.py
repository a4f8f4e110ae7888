"""The search: the words of all transcripts, indexed by Pagefind in parts, so that a new episode makes one small part again.

https://pagefind.app
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import shutil
import subprocess
import tempfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tts_interview.archive.site.content import quoted, shown_in, spoken_text
from tts_interview.archive.site.public import put
from tts_interview.errors import MissingExtraError, OutputError
from tts_interview.files.installation import install_extra

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tts_interview.archive.site.content import ListedEpisode
    from tts_interview.archive.site.public import PublicFolder

FOLDER = "search"
# Episodes are indexed by thousands in the order in which they came, and those after the last thousand by fifties. A browser
# opens all parts, and the part with the newest episode is made in a second.
_LARGE, _SMALL = 1000, 50
# The owner of a part is this word and its name; the list of all parts has one of its own.
OWNER, _PARTS = "search", f"{FOLDER}/parts.json"
# Indexing a part takes seconds.
_LONGEST_S = 600
# The files of an index that the script of the site loads; others are for Pagefind's own pages.
_USED = re.compile(r"pagefind(?:-worker)?\.js|pagefind-entry\.json|wasm\..*|.*\.pf_(?:meta|index|fragment|filter)")
# The scripts that do not part words: each of their signs is indexed as a word.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
)
_PAGE = """<html lang="und"><body><h1>{}</h1><a data-pagefind-meta="page[href]" href="{}"></a>
<p data-pagefind-meta="about">{}</p><p>{}</p><p>{}</p></body></html>"""
_OPTIONS = ("--force-language", "und", "--silent")


def indexer() -> Path:
    """Return the program that indexes. Raises MissingExtraError if it is not installed."""
    try:
        from pagefind.service import get_executable
    except ImportError:
        found = None
    else:
        found = get_executable()
    if not found:
        raise MissingExtraError(
            f"the search of a site needs Pagefind; get it with: {install_extra('site')}; or make a site without a search"
        )
    return Path(found)


def index_words(site: PublicFolder, workers: int, done: Callable[[int, int], None]) -> None:
    """Index the parts of the search that changed. Raises OutputError and MissingExtraError."""
    parts, known = _parts(site), dict(_known(site))
    names = {name: key for name, (key, _) in parts.items()}
    wanted = [(name, key, ids) for name, (key, ids) in parts.items() if known.get(name) != key]
    program = indexer()
    with tempfile.TemporaryDirectory() as room, ThreadPoolExecutor(workers) as pool:
        work = partial(_indexed, program, site.folder, Path(room))
        for number, (name, key, made) in enumerate(pool.map(work, ((n, k, _shown(site, i)) for n, k, i in wanted)), start=1):
            prefix = f"{FOLDER}/{name}/"
            files = {prefix + path.relative_to(made).as_posix(): (key, _moved(path)) for path in _used(made)}
            site.keep(f"{OWNER} {name}", files)
            done(number, len(wanted))
        site.flush()
    data = json.dumps(list(names)).encode()
    site.keep(f"{OWNER} {_PARTS}", {_PARTS: (data.decode(), lambda draft: put(draft, data))})
    site.flush()
    site.forget(owner for owner in site.owners(OWNER) if owner.partition(" ")[2] not in {*names, _PARTS})


def _parts(site: PublicFolder) -> dict[str, tuple[str, list[int]]]:
    """Return what each part is made of, and the ids of its episodes."""
    (last,) = site.rows.execute("SELECT coalesce(max(place), -1) FROM episodes").fetchone()
    large = (last + 1) // _LARGE
    members, states = defaultdict[str, list[int]](list), defaultdict[str, Any](hashlib.sha256)
    for place, number, state in site.rows.execute("SELECT place, id, state FROM episodes WHERE state != '' ORDER BY place"):
        name = f"{place // _LARGE}" if place // _LARGE < large else f"{place // _LARGE}-{place % _LARGE // _SMALL}"
        members[name].append(number)
        states[name].update(f"{number} {state}\n".encode())
    return {name: (states[name].hexdigest(), ids) for name, ids in members.items()}


def _known(site: PublicFolder) -> Iterator[tuple[str, str]]:
    """Yield the name of each part that is whole, and what it was made of."""
    query = "SELECT owner, min(made), max(made) FROM files WHERE owner >= ? AND owner < ? GROUP BY owner"
    for owner, least, most in site.rows.execute(query, (f"{OWNER} ", f"{OWNER}!")):
        if least == most:
            yield owner.partition(" ")[2], most


def _shown(site: PublicFolder, ids: list[int]) -> list[ListedEpisode]:
    query = f"SELECT facts FROM episodes WHERE id IN ({','.join(map(str, ids))}) ORDER BY place"  # noqa: S608 - numbers
    return [shown_in(facts) for (facts,) in site.rows.execute(query)]


def _indexed(program: Path, public: Path, room: Path, part: tuple[str, str, list[ListedEpisode]]) -> tuple[str, str, Path]:
    """Index a part; return its name, what it is made of, and the folder of the index. Raises OutputError."""
    name, key, episodes = part
    pages, index = room / f"{name}.pages", room / name
    pages.mkdir()
    for number, shown in enumerate(episodes):
        about = shown.title, quoted(shown.page), shown.date, ", ".join(shown.people)
        texts = *about, _UNSPACED.sub(r" \1 ", spoken_text(public / shown.words))
        (pages / f"{number}.html").write_text(_PAGE.format(*(html.escape(text) for text in texts)), encoding="utf-8")
    command = [program, "--site", pages, "--output-path", index, *_OPTIONS]
    try:
        done = subprocess.run(list(map(str, command)), capture_output=True, cwd=room, timeout=_LONGEST_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise OutputError(f"Pagefind cannot index part {name}: {error}; run the same command again") from error
    if done.returncode:
        why = " ".join((done.stderr or done.stdout).decode(errors="replace").split())[-300:]
        raise OutputError(f"Pagefind cannot index part {name}: {why}; try again, or make a site without a search")
    shutil.rmtree(pages)
    return name, key, index


def _used(index: Path) -> Iterator[Path]:
    return (path for path in sorted(index.rglob("*")) if path.is_file() and _USED.fullmatch(path.name))


def _moved(path: Path) -> Callable[[Path], None]:
    return lambda draft: put(draft, path.read_bytes())
