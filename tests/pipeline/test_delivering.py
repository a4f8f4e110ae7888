"""A show is delivered so that whoever reads the store at any moment finds all that its feed and its pages name."""

from __future__ import annotations

import io
import json
import re
import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin

import pytest
from PIL import Image
from shows import SHOW, TALK
from stores import BUCKET, KINDS, Place, between, place

from tts_interview import Settings, errors, pipeline
from tts_interview.files.atomic import sole_use
from tts_interview.files.store import PassingError
from tts_interview.model import Observer
from tts_interview.pipeline.delivering import Terms, publish, unpublish
from tts_interview.pipeline.sending import NAME
from tts_interview.publishing.feed.document import feed_of
from tts_interview.publishing.records import record_of
from tts_interview.settings.layers import with_values
from tts_interview.settings.showfile import read_show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import CommandLine

    from tts_interview.pipeline.sending import Shipment

pytestmark = pytest.mark.usefixtures("encoded_once")

FORMATS = tuple("mp3 m4a json vtt chapters page embed post script manifest cover epub feed episodes".split())
URL = "https://example.org/"
HASHED = re.compile(r"\.[0-9a-f]{16}\.")


class KilledError(BaseException):
    """The machine went off."""


class Heard(Observer):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def notice(self, line: str) -> None:
        self.lines.append(line)


@pytest.fixture
def heard() -> Heard:
    return Heard()


def settings_of(folder: Path) -> Settings:
    values = {
        "show": read_show(folder / "show.toml"),
        "speech.engine": "tone",
        "speech.cache_folder": folder.parent / "cache",
        "casting.narrator": "none",
        "publishing.formats": FORMATS,
        "publishing.output_folder": folder / "shelf",
    }
    return with_values(Settings(), values)


def make(folder: Path, name: str, title: str, answer: str = "Because of the moon.") -> None:
    source = folder / f"{name}.md"
    source.write_text(TALK.format(title=title, answer=answer))
    pipeline.render(source, None, with_values(settings_of(folder), {"publishing.slug": name}))


@pytest.fixture(scope="module")
def shows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A show of two episodes, `before`, and the same show with the first one corrected, `after`."""
    folder = tmp_path_factory.mktemp("shows")
    (folder / "before").mkdir()
    Image.new("RGB", (1400, 1400)).save(folder / "before" / "a.png")
    (folder / "before" / "show.toml").write_text(f'{SHOW}file = "shelf/feed.xml"\n[deliver]\nto = "store"\n')
    make(folder / "before", "e1", "One & one")
    make(folder / "before", "e2", "e2.mp3")
    shutil.copytree(folder / "before", folder / "after")
    make(folder / "after", "e1", "One & one", "Because of the sun and of the long wind.")
    return folder


@pytest.fixture
def show(shows: Path, tmp_path: Path) -> Path:
    """The folder of a show that a test may change."""
    shutil.copytree(shows, tmp_path / "shows")
    return tmp_path / "shows" / "before"


@pytest.fixture(params=KINDS)
def there(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    with place(request.param, tmp_path / "there", monkeypatch) as found:
        yield found


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    with place("folder", tmp_path / "there", monkeypatch) as found:
        yield found


def deliver(folder: Path, there: Place, what: str = "show.toml", **terms: bool) -> Shipment:
    to = Terms(there.address, sleep=lambda _seconds: None, **terms)
    return publish(folder / what, settings_of(folder), to)


def withdraw(folder: Path, there: Place, guid: str, **terms: bool) -> Shipment:
    return unpublish(guid, settings_of(folder), Terms(there.address, sleep=lambda _seconds: None, **terms))


def corrected(folder: Path) -> None:
    """Put the corrected episodes in the place of those before."""
    shutil.rmtree(folder / "shelf")
    shutil.copytree(folder.parent / "after" / "shelf", folder / "shelf")


def items(there: Place) -> dict[str, Any]:
    """Return the items of the feed as a client finds them, by title."""
    data = there.read("feed.xml")
    return {item.text_of("title"): item for item in feed_of(data, "feed").items} if data else {}


def guid_of(folder: Path, number: int) -> str:
    feed = feed_of((folder / "shelf" / "feed.xml").read_bytes(), "feed")
    return next(i.text_of("guid") for i in feed.items if i.attribute("enclosure", "url").endswith(f"e{number}.mp3"))


def name_of(address: str, document: str = "") -> str:
    return unquote(urljoin(URL + document, address)).removeprefix(URL)


def linked(page: bytes, document: str) -> set[str]:
    """Return what a page leads to below the address of the show, the feed and its parts apart."""
    found = re.findall(rb'(?:(?:src|href|content)=|"contentUrl": )"([^"#?]+)', page)
    names = {name_of(address.decode(), document) for address in found}
    return {name for name in names if ":" not in name and re.search(r"\.\w{2,5}$", name)}


def read_all(there: Place) -> None:
    """Read as a client does: each sound is there with the length that the feed says, and each page with what it leads to."""
    for item in items(there).values():
        lengths = [(item.attribute("enclosure", "url"), item.attribute("enclosure", "length"))]
        for other in [c for c in item.children if c.name.endswith("alternateEnclosure")]:
            lengths += [(other.children[0].attributes["uri"], other.attributes["length"])]
        assert len(lengths) == 2
        for address, length in lengths:
            assert HASHED.search(address)
            assert len(there.read(name_of(address)) or b"") == int(length)
        for child in item.children:
            if child.name.endswith(("transcript", "chapters")):
                assert there.read(name_of(child.attributes["url"])), child.attributes["url"]
        page = there.read(name_of(item.text_of("link")))
        assert page
        assert [name for name in linked(page, name_of(item.text_of("link"))) if there.read(name) is None] == []
    listing = there.read("episodes.html")
    if listing and items(there):
        assert [n for n in linked(listing, "") if there.read(n) is None and n != "feed.xml"] == []


# -- publish, correct, unpublish ---------------------------------------------------------------------------------------


def test_a_reader_never_misses_what_is_named_while_a_show_is_delivered_corrected_and_withdrawn(
    there: Place, show: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    def watched(_store: object, call: str, do: Callable[[], object]) -> object:
        calls.append(call)
        done = do()
        if not call.startswith("read"):
            read_all(there)
        return done

    between(monkeypatch, there.kind, watched)
    deliver(show, there)
    first = items(there)
    assert set(first) == {"One & one", "e2.mp3"}
    before = calls.copy()
    assert before.index("put feed.xml") > max(n for n, call in enumerate(before) if call.startswith("put e"))
    corrected(show)
    sent = deliver(show, there)
    assert {name for name in sent.sent if name.startswith("e2")} == set()
    old, new = (each["One & one"].attribute("enclosure", "url") for each in (first, items(there)))
    assert old != new
    assert b"long wind" in (there.read("e1/e1.html") or b"")
    assert there.read(name_of(old)), "readers of the feed before still need it"
    calls.clear()
    withdraw(show, there, guid_of(show, 1))
    assert set(items(there)) == {"e2.mp3"}
    assert calls.index("put feed.xml") < calls.index("delete e1/e1.html") < len(calls)
    assert [name for name in there.files() if name.startswith("e1")] == []
    assert deliver(show, there).sent == ()
    assert set(items(there)) == {"e2.mp3"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "there", ["folder", *(pytest.param(kind, marks=pytest.mark.exhaustive) for kind in KINDS[1:])], indirect=True
)
def test_a_delivery_that_is_killed_at_any_step_ends_as_one_that_is_not(
    there: Place, show: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, again = [10**6], set[int]()

    def killed(_store: object, _call: str, do: Callable[[], object]) -> object:
        left[0] -= 1
        if not left[0]:
            raise KilledError
        return do()

    between(monkeypatch, there.kind, killed)

    def survives(steps: int) -> bool:
        left[0] = steps
        try:
            deliver(show, there)
        except KilledError:
            return False
        finally:
            left[0] = 10**6
        return True

    deliver(show, there)
    start = there.files()
    corrected(show)
    deliver(show, there)
    end = there.files()
    _restore(there, start)
    steps = 1
    while not survives(steps):
        read_all(there)
        again.add(len(deliver(show, there).sent))
        read_all(there)
        assert there.files() == end
        _restore(there, start)
        steps += 1
    assert there.files() == end
    assert steps > 15
    assert len(again) > 5, "a run goes on where the one before ended"


def _restore(there: Place, files: dict[str, bytes]) -> None:
    """Make a store what it was."""
    from tts_interview.files.store import open_store

    store = open_store(there.address)
    now = there.files()
    for name in now.keys() - files.keys():
        store.delete(name)
    for name, data in files.items():
        if now.get(name) != data:
            store.put(name, io.BytesIO(data), "application/json", "")
    store.close()


def test_no_file_is_sent_twice_by_a_run_that_follows_a_killed_one_but_one(
    store: Place, show: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    puts: list[str] = []

    def killed(_store: object, call: str, do: Callable[[], object]) -> object:
        do()
        puts.extend([call] * call.startswith("put e"))
        if len(puts) == 6:
            raise KilledError
        return None if call.startswith("put") else do()

    with monkeypatch.context() as patch:
        between(patch, "folder", killed)
        with pytest.raises(KilledError):
            deliver(show, store)
    again = set(deliver(show, store).sent)
    sounds = {call.removeprefix("put ") for call in puts if call.endswith((".mp3", ".m4a"))}
    assert len(sounds) == 4
    assert len(again & sounds) <= 1


def test_one_call_in_ten_may_fail(there: Place, show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = [0]

    def failing(_store: object, _call: str, do: Callable[[], object]) -> object:
        calls[0] += 1
        if not calls[0] % 10:
            raise PassingError("it hung up")
        return do()

    between(monkeypatch, there.kind, failing)
    deliver(show, there)
    corrected(show)
    deliver(show, there)
    withdraw(show, there, guid_of(show, 2))
    read_all(there)
    assert set(items(there)) == {"One & one"}
    assert calls[0] > 50


def test_s3_has_the_type_and_the_cache_control_of_every_file(
    tmp_path: Path, show: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import boto3

    with place("s3", tmp_path / "there", monkeypatch) as there:
        deliver(show, there)
        heads = {name: boto3.client("s3").head_object(Bucket=BUCKET, Key=f"of/{name}") for name in there.files()}
    found = {re.sub(r"\.[0-9a-f]{16}", "", name): (head["ContentType"], head["CacheControl"]) for name, head in heads.items()}
    short, ever = "public, max-age=300", "public, max-age=31536000, immutable"
    assert {name: of for name, of in found.items() if not name.startswith("e2/")} == {
        ".tts-interview.json": ("application/json", "no-store"),
        "e1/e1.mp3": ("audio/mpeg", ever),
        "e1/e1.m4a": ("audio/mp4", ever),
        "e1/e1.chapters.json": ("application/json+chapters", short),
        "e1/e1.transcript.json": ("application/json", short),
        "e1/manifest.json": ("application/json", short),
        "e1/e1.cover.png": ("image/png", short),
        "e1/e1.epub": ("application/epub+zip", short),
        "e1/e1.html": ("text/html; charset=utf-8", short),
        "e1/e1.embed.html": ("text/html; charset=utf-8", short),
        "e1/e1.vtt": ("text/vtt; charset=utf-8", short),
        "feed.artwork.png": ("image/png", short),
        "episodes.html": ("text/html; charset=utf-8", short),
        "feed.xml": ("application/rss+xml", short),
    }


# -- what is delivered -------------------------------------------------------------------------------------------------


def test_what_leads_to_a_sound_follows_its_name_and_nothing_else_changes(store: Place, show: Path) -> None:
    deliver(show, store)
    files = store.files()
    (sound,) = (name for name in files if re.fullmatch(r"e2/e2\.[0-9a-f]{16}\.mp3", name))
    digest = sound.split(".")[1]
    for name in ("e2/e2.html", "e2/e2.embed.html", "e2/e2.transcript.json", "e2/e2.chapters.json"):
        made = (show / "shelf" / name).read_bytes()
        assert re.sub(rb"\.[0-9a-f]{16}(?=\.m)", b"", files[name]) == made
        assert (digest.encode() in files[name]) is name.endswith(".html")
    assert b">e2.mp3</h1>" in files["e2/e2.html"]
    listed = {file["name"]: file for file in json.loads(files["e2/manifest.json"])["files"]}
    assert listed[f"e2.{digest}.mp3"]["url"] == f"{URL}e2/e2.{digest}.mp3"
    assert {name: file["size"] for name, file in listed.items() if f"e2/{name}" in files} == {
        name.removeprefix("e2/"): len(data)
        for name, data in files.items()
        if name.startswith("e2/") and name != "e2/manifest.json"
    }
    assert files[sound] == (show / "shelf" / "e2" / "e2.mp3").read_bytes()
    assert files["e2/e2.epub"] == (show / "shelf" / "e2" / "e2.epub").read_bytes()
    assert not [name for name in files if name.endswith((".md", ".delivery"))]


def test_one_episode_brings_a_feed_and_a_list_with_it_alone(store: Place, show: Path) -> None:
    deliver(show, store, "shelf/e2/e2.mp3")
    assert set(items(store)) == {"e2.mp3"}
    assert b"One &amp; one" not in (store.read("episodes.html") or b"")
    read_all(store)
    deliver(show, store, "shelf/e1")
    assert list(items(store)) == ["e2.mp3", "One & one"]
    assert b"One &amp; one" in (store.read("episodes.html") or b"")
    read_all(store)
    assert deliver(show, store).sent == ()


def test_an_episode_that_is_not_delivered_keeps_the_item_and_the_files_in_the_store(store: Place, show: Path) -> None:
    deliver(show, store)
    before = store.files()
    corrected(show)
    assert set(deliver(show, store, "shelf/e2").sent) == set()
    assert store.files() == before


def test_an_incomplete_episode_is_not_delivered_and_loses_nothing(store: Place, show: Path, heard: Heard) -> None:
    deliver(show, store)
    before = store.files()
    page = show / "shelf" / "e1" / "e1.html"
    page.write_text(page.read_text() + "<!-- by hand -->")
    publish(show / "show.toml", settings_of(show), Terms(store.address), heard)
    assert any("e1.html is not as it was made" in line for line in heard.lines)
    assert store.files() == before
    with pytest.raises(errors.OutputError, match=r"e1\.mp3 is not complete"):
        deliver(show, store, "shelf/e1")


def test_a_file_that_changed_without_its_size_is_not_sent(store: Place, show: Path) -> None:
    sound = show / "shelf" / "e1" / "e1.mp3"
    sound.write_bytes(bytes(sound.stat().st_size))
    with pytest.raises(errors.OutputError, match=r"e1\.mp3 is not as it was made"):
        deliver(show, store)
    assert not items(store)


def test_an_edited_script_does_not_keep_an_episode_from_being_delivered(store: Place, show: Path) -> None:
    (show / "shelf" / "e1" / "e1.script.md").write_text("Ann: Not yet for others.")
    deliver(show, store)
    assert set(items(store)) == {"One & one", "e2.mp3"}
    assert not any(b"Not yet" in data for data in store.files().values())


def test_the_old_sound_goes_with_the_second_delivery_after_it(store: Place, show: Path) -> None:
    deliver(show, store)
    old = {name for name in store.files() if name.startswith("e1/e1.") and name.endswith((".mp3", ".m4a"))}
    corrected(show)
    assert deliver(show, store).deleted == ()
    assert deliver(show, store).sent == ()
    assert old <= store.files().keys()
    make(show, "e1", "One & one", "Because of nothing at all.")
    assert set(deliver(show, store).deleted) == old
    assert not old & store.files().keys()
    read_all(store)


def test_a_correction_that_is_taken_back_sends_no_sound(store: Place, show: Path, shows: Path) -> None:
    deliver(show, store)
    corrected(show)
    deliver(show, store)
    shutil.rmtree(show / "shelf")
    shutil.copytree(shows / "before" / "shelf", show / "shelf")
    assert not [name for name in deliver(show, store).sent if name.endswith((".mp3", ".m4a"))]
    read_all(store)


def test_a_trial_tells_all_and_changes_nothing(store: Place, show: Path) -> None:
    told = deliver(show, store, trial=True)
    assert store.files() == {}
    assert deliver(show, store).sent == told.sent
    before, here = store.files(), sorted(show.rglob("*"))
    told = withdraw(show, store, guid_of(show, 1), trial=True)
    assert (store.files(), sorted(show.rglob("*"))) == (before, here)
    done = withdraw(show, store, guid_of(show, 1))
    assert (done.sent, done.deleted) == (told.sent, told.deleted)


def test_an_episode_that_left_the_folder_leaves_the_store_only_if_asked(store: Place, show: Path) -> None:
    deliver(show, store)
    before = store.files()
    guid = guid_of(show, 1)
    withdraw(show, Place("folder", str(show / "other"), dict, lambda _name: None), guid)
    with pytest.raises(errors.OutputError, match=f"1 episode that .*shelf lacks, such as {guid}.*unpublish"):
        deliver(show, store)
    assert store.files() == before
    deliver(show, store, prunes=True)
    assert set(items(store)) == {"e2.mp3"}


def test_a_feed_that_somebody_uploaded_before_keeps_its_other_episodes(store: Place, show: Path) -> None:
    shutil.copytree(show / "shelf", store.address)
    deliver(show, store, "shelf/e2")
    found = items(store)
    assert found["One & one"].attribute("enclosure", "url") == f"{URL}e1/e1.mp3"
    assert HASHED.search(found["e2.mp3"].attribute("enclosure", "url"))
    assert b"One &amp; one" in (store.read("episodes.html") or b"")


def test_items_whose_sound_is_elsewhere_stay_and_those_whose_sound_is_nowhere_do_not(store: Place, show: Path) -> None:
    feed = show / "shelf" / "feed.xml"
    away = "<item><title>Away</title><guid>away</guid><enclosure url='https://old.example/a.mp3' length='1'/></item>"
    gone = f"<item><title>Gone</title><guid>gone</guid><enclosure url='{URL}e9/e9.mp3' length='1'/></item>"
    feed.write_text(feed.read_text().replace("</channel>", f"{away}{gone}</channel>"))
    deliver(show, store)
    assert set(items(store)) == {"One & one", "e2.mp3", "Away"}


# -- without a feed, without a show ------------------------------------------------------------------------------------


def test_a_show_without_a_feed_has_its_list(store: Place, show: Path) -> None:
    (show / "show.toml").write_text(SHOW.partition("[feed]")[0])
    for name in ("e1", "e2"):
        shutil.rmtree(show / "shelf" / name)
        make(show, name, name.upper())
    (show / "shelf" / "feed.xml").unlink()
    deliver(show, store)
    page = store.read("episodes.html") or b""
    assert len(set(re.findall(rb'src="\./e\d/e\d\.[0-9a-f]{16}\.mp3"', page))) == 2
    assert "feed.xml" not in store.files()
    guid = json.loads((show / "shelf" / "e1" / "manifest.json").read_text())["guid"]
    withdraw(show, store, guid)
    assert not [name for name in store.files() if name.startswith("e1")]
    assert b"E1" not in (store.read("episodes.html") or b"")


def keys(store: Place) -> dict[str, str]:
    """Return the episode of each file in the store."""
    return {name: entry[-1] for name, entry in json.loads(store.read(NAME) or b"")["files"].items()}


def alone(folder: Path, name: str, store: Place, output: str) -> Shipment:
    """Render an interview without a show, and deliver it."""
    settings = with_values(settings_of(folder), {"show": None, "publishing.formats": ("page", "json")})
    (folder / f"{name}.md").write_text(TALK.format(title=name, answer="So."))
    pipeline.render(folder / f"{name}.md", folder / output, settings)
    return publish(folder / output, settings, Terms(store.address))


def test_episodes_without_a_show_lie_side_by_side(store: Place, show: Path) -> None:
    alone(show, "тихо 100%", store, "x/тихо 100%.mp3")
    alone(show, "b", store, "y/b.mp3")
    names = {HASHED.sub(".", name) for name in store.files()}
    assert {"тихо 100%.mp3", "тихо 100%.html", "b.mp3", "b.html"} < names
    page = (store.read("тихо 100%.html") or b"").decode()
    (address,) = set(re.findall(r'<audio[^>]* src="([^"]+)"', page))
    assert HASHED.search(address)
    assert store.read(unquote(address))
    with pytest.raises(errors.OutputError, match=r"b\.html in the store belongs to another episode"):
        alone(show, "other", store, "z/b.mp3")
    key = next(key for name, key in keys(store).items() if name == "b.html")
    unpublish(key, Settings(), Terms(store.address))
    assert {HASHED.sub(".", name) for name in store.files()} == {name for name in names if not name.startswith("b.")}


# -- what goes wrong ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["nothing.mp3", "shelf/e1/e1.html.mp3", "."])
def test_what_is_no_episode_is_refused(store: Place, show: Path, what: str) -> None:
    with pytest.raises(errors.OutputError, match="is not an episode: name its audio file, its folder, or the show file"):
        deliver(show, store, what)


def test_an_episode_of_another_folder_is_not_delivered_with_the_show(store: Place, show: Path) -> None:
    shutil.copytree(show / "shelf" / "e1", show / "elsewhere")
    with pytest.raises(errors.OutputError, match=r"is not in .*shelf, the folder of the show"):
        deliver(show, store, "elsewhere/e1.mp3")


def test_a_show_without_a_store_says_where_to_name_it(show: Path) -> None:
    (show / "show.toml").write_text(SHOW + 'file = "shelf/feed.xml"\n')
    with pytest.raises(errors.OutputError, match=r"\[deliver\]"):
        publish(show / "show.toml", settings_of(show))


def test_a_show_is_not_delivered_into_its_own_folder(show: Path) -> None:
    for address in (str(show / "shelf"), (show / "shelf").as_uri()):
        with pytest.raises(errors.OutputError, match="the folder of the show itself"):
            publish(show / "show.toml", settings_of(show), Terms(address))


def test_a_show_with_a_new_title_keeps_its_episodes(store: Place, show: Path) -> None:
    deliver(show, store)
    (show / "show.toml").write_text((show / "show.toml").read_text().replace("Tides", "Tides and Terns"))
    deliver(show, store)
    assert set(items(store)) == {"One & one", "e2.mp3"}


def test_the_show_file_names_the_store_from_its_folder(show: Path) -> None:
    publish(show / "show.toml", settings_of(show))
    assert (show / "store" / "feed.xml").is_file()


def test_a_show_that_was_never_rendered_is_an_error(store: Place, show: Path) -> None:
    (show / "shelf" / "feed.xml").unlink()
    with pytest.raises(errors.OutputError, match="does not exist yet"):
        deliver(show, store)
    shutil.rmtree(show / "shelf")
    with pytest.raises(errors.OutputError, match="render an episode"):
        deliver(show, store)


def test_a_show_is_delivered_by_one_run_at_a_time(store: Place, show: Path) -> None:
    with sole_use(show / "shelf" / ".tts-interview.delivery") as free:
        assert free
        told: list[BaseException] = []

        def other() -> None:
            try:
                deliver(show, store)
            except errors.OutputError as error:
                told.append(error)

        running = threading.Thread(target=other)
        running.start()
        running.join()
    assert "another run" in str(told[0])
    deliver(show, store)


def test_a_guid_that_is_nowhere_is_one_clear_line(store: Place, show: Path) -> None:
    deliver(show, store)
    with pytest.raises(errors.OutputError, match='no episode has the guid "urn:x", here or in the store'):
        withdraw(show, store, "urn:x")


def test_a_withdrawal_that_is_killed_at_any_step_goes_on(store: Place, show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(show, store)
    start, guid, left = store.files(), guid_of(show, 1), [10**6]

    def killed(_store: object, _call: str, do: Callable[[], object]) -> object:
        left[0] -= 1
        if not left[0]:
            raise KilledError
        return do()

    between(monkeypatch, "folder", killed)
    shelf = show.parent / "kept"
    shutil.copytree(show / "shelf", shelf)
    for steps in range(1, 40):
        left[0] = steps
        try:
            withdraw(show, store, guid)
            break
        except KilledError:
            read_all(store)
        left[0] = 10**6
        withdraw(show, store, guid)
        assert not [name for name in store.files() if name.startswith("e1/")]
        assert record_of(show / "shelf" / "e1" / "e1.mp3") is None
        _restore(store, start)
        shutil.rmtree(show / "shelf")
        shutil.copytree(shelf, show / "shelf")
    assert steps > 10


@pytest.mark.parametrize("said", [b"{", b"[]", b'{"version": 1}', b'{"version": 1, "files": {"a": 1}, "old": {}, "stale": []}'])
def test_a_damaged_list_in_the_store_is_told_with_the_remedy(store: Place, show: Path, said: bytes) -> None:
    deliver(show, store)
    (Path(store.address) / NAME).write_bytes(said)
    with pytest.raises(errors.StoreError, match="damaged: delete it there"):
        deliver(show, store)
    (Path(store.address) / NAME).write_bytes(b'{"version": 2}')
    with pytest.raises(errors.StoreError, match="update the program"):
        deliver(show, store)
    (Path(store.address) / NAME).unlink()
    deliver(show, store)
    read_all(store)


# -- the command line --------------------------------------------------------------------------------------------------


def test_the_commands_print_what_is_sent_and_deleted(tts: CommandLine, show: Path) -> None:
    trial = tts("publish", show / "show.toml", "--dry-run")
    assert "send feed.xml\n" in trial.out
    assert "would be sent" in trial.err
    done = tts("publish", show / "show.toml")
    assert (done.code, done.out) == (0, trial.out)
    again = tts("publish", show / "shelf" / "e1" / "e1.mp3", "--show", show / "show.toml")
    assert (again.out, again.err) == ("", "The store is up to date\n")
    gone = tts("unpublish", guid_of(show, 1), "--show", show / "show.toml", "-q")
    assert (gone.code, gone.err) == (0, "")
    assert "send feed.xml\n" in gone.out
    assert "delete e1/e1.html\n" in gone.out
    unknown = tts("unpublish", "urn:x", "--show", show / "show.toml")
    assert (unknown.code, unknown.err.count("\n")) == (1, 1)
    secret = tts("publish", show / "show.toml", "--to", "sftp://ann:s3cret@example.org/www")
    assert secret.code == 1
    assert "s3cret" not in secret.err
    assert secret.err.count("\n") == 1


def test_render_says_how_to_publish_if_the_show_names_a_store(show: Path) -> None:
    from tts_interview.cli.display import checks_of

    told = checks_of([show / "shelf" / "feed.xml"], settings_of(show).show)
    assert told[0] == f'Publish it: tts-interview publish "{show / "show.toml"}"'


def test_the_feed_command_lists_the_guids(tts: CommandLine, show: Path) -> None:
    assert guid_of(show, 1) in tts("feed", show / "show.toml").out
