"""Signatures of sound and pictures, and what `inspect` finds of them, with c2pa's own reader beside it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import c2pa
import mutagen
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image
from published import publication

import tts_interview
from tts_interview import OutputError, Settings
from tts_interview.errors import MissingExtraError, TtsInterviewError
from tts_interview.files.credentials import KEY, Claim, Credentials, _credentials, examined, make_key, read_key, sign
from tts_interview.files.media_types import media_type
from tts_interview.files.xmp import append_to_wav, packet, packet_in_wav, source_type_in, tool_in
from tts_interview.model import Mark, Outcome
from tts_interview.publishing.cover import drawn_cover
from tts_interview.publishing.inspecting import statement_of
from tts_interview.publishing.publication import publication_of, source_type_of
from tts_interview.publishing.waveform import waveform_png, waveform_svg
from tts_interview.settings.parts import Kit, Layout, PublishingSettings, SpeechSettings
from tts_interview.settings.showfile import read_show
from tts_interview.speech.engines.tone import ToneEngine
from tts_interview.web.paths import names_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import CommandLine
    from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes

TALK = """\
# One & <two>

Ann Lee: What does a healthy bridge sound like?

Ben Ray: Like a bell that is tired.

Ann Lee: How long, then, do you listen to it?

Ben Ray: Until it stops.
"""
CHAPTERS = ["Introduction", "What does a healthy bridge sound like?", "How long, then, do you listen to it?"]
SOUNDS = (".mp3", ".m4b", ".flac", ".wav")
SIGNED = (*SOUNDS, ".cover.png", ".waveform.png")
TRAINED = "trainedAlgorithmicMedia"


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings that sign every format, of a show with a file."""
    folder = tmp_path_factory.mktemp("show")
    (folder / "talk.md").write_text(TALK, encoding="utf-8")
    (folder / "show.toml").write_text('[show]\ntitle = "Harlow Radio"\n[signing]\nalways = true\n', encoding="utf-8")
    formats = ("m4b", "flac", "wav", "cover", "waveform-png", "manifest")
    wanted = PublishingSettings(formats, sign=True)
    speech = SpeechSettings(engine="tone", cache_folder=folder / "cache")
    return Settings(speech=speech, publishing=wanted, show=read_show(folder / "show.toml"))


@pytest.fixture(scope="module")
def made(show: Settings) -> Path:
    """Render an episode with signatures, and return its folder."""
    assert show.show
    folder = show.show.path.parent
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ToneEngine, "digital_source_type", TRAINED, raising=False)
        tts_interview.render(folder / "talk.md", folder / "out" / "e.mp3", show)
    return folder


def manifest_of(path: Path) -> dict[str, Any]:
    with path.open("rb") as file, c2pa.Reader(media_type(path.name), file) as reader:
        found: dict[str, Any] = json.loads(reader.json())
        return found


# -- signed files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", SIGNED)
def test_every_file_has_a_manifest_that_holds(suffix: str, made: Path) -> None:
    found = manifest_of(made / "out" / f"e{suffix}")
    assert found["validation_state"] == "Valid"
    manifest = found["manifests"][found["active_manifest"]]
    assert manifest["title"] == "One & <two>"
    assert manifest["signature_info"]["issuer"] == "Harlow Radio"
    assert "time" not in manifest["signature_info"]
    (action,) = next(one["data"]["actions"] for one in manifest["assertions"] if one["label"] == "c2pa.actions.v2")
    kind = "algorithmicMedia" if suffix.endswith(".png") else TRAINED
    assert action["digitalSourceType"] == f"http://cv.iptc.org/newscodes/digitalsourcetype/{kind}"


@pytest.mark.parametrize("suffix", SIGNED)
def test_inspect_reads_the_signature_and_the_packet_of_every_format(suffix: str, made: Path) -> None:
    found = statement_of(made / "out" / f"e{suffix}")
    is_picture = suffix.endswith(".png")
    assert found.holds
    assert found.credentials
    assert (found.credentials.signer, found.credentials.program) == ("Harlow Radio", "tts-interview")
    assert not found.credentials.is_trusted
    assert found.digital_source_type == found.credentials.source_type == ("algorithmicMedia" if is_picture else TRAINED)
    assert found.tool == ("tts-interview" if is_picture else "tts-interview (tone)")
    if not is_picture:
        assert found.title == "One & <two>"
        assert "synthetic voices" in found.note


@pytest.mark.parametrize("where", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("suffix", [*SOUNDS, ".cover.png"])
def test_a_flipped_bit_is_found(suffix: str, where: float, made: Path, tmp_path: Path) -> None:
    data = bytearray((made / "out" / f"e{suffix}").read_bytes())
    data[int(where * len(data))] ^= 4
    (tmp_path / f"e{suffix}").write_bytes(data)
    found = examined(tmp_path / f"e{suffix}")
    assert found
    assert not found.is_valid
    assert found.is_changed
    assert found.problems
    assert "signingCredential.untrusted" not in found.problems


@pytest.mark.parametrize("suffix", [".mp3", ".m4b", ".flac"])
def test_title_and_cover_are_still_read_after_signing(suffix: str, made: Path) -> None:
    tags = mutagen.File(made / "out" / f"e{suffix}")
    cover = (made / "out" / "e.cover.png").read_bytes()
    if suffix == ".mp3":
        (picture,), title = tags.tags.getall("APIC"), str(tags["TIT2"])
        assert len(tags.tags.getall("CHAP")) == 3
        assert bytes(picture.data) == cover
    elif suffix == ".flac":
        title = tags["title"][0]
        assert tags["chapter002name"] == CHAPTERS[2:]
        assert tags.pictures[0].data == cover
    else:
        title = tags["\xa9nam"][0]
        assert bytes(tags["covr"][0]) == cover
    assert title == "One & <two>"


@pytest.mark.parametrize("suffix", SOUNDS)
def test_chapters_and_sound_are_still_read_after_signing(suffix: str, made: Path) -> None:
    with av.open(str(made / "out" / f"e{suffix}")) as container:
        chapters = [chapter["metadata"]["title"] for chapter in container.chapters()]
        assert sum(frame.samples for frame in container.decode(audio=0)) > 100_000
    assert chapters == ([] if suffix == ".wav" else CHAPTERS)
    assert len(statement_of(made / "out" / f"e{suffix}").chapters) == (0 if suffix == ".wav" else 3)


def test_manifest_and_record_have_the_sizes_and_hashes_of_the_signed_files(made: Path) -> None:
    out = made / "out"
    listed = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert {f["name"]: f["size"] for f in listed} == {f["name"]: (out / f["name"]).stat().st_size for f in listed}
    recorded = json.loads((out / ".e.episode.json").read_text(encoding="utf-8"))["files"]
    assert len(recorded) >= len(SIGNED)
    for file in recorded:
        assert hashlib.sha256((out / file["name"]).read_bytes()).hexdigest() == file["sha256"]


def test_a_signed_episode_is_up_to_date_under_the_same_key(show: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "show"
    folder.mkdir()
    (folder / "show.toml").write_text('[show]\ntitle = "A"\n', encoding="utf-8")
    (folder / "talk.md").write_text(TALK, encoding="utf-8")
    wanted = PublishingSettings(("manifest",), sign=True, kits=tuple(Kit), layout=Layout.AUDIOBOOKSHELF)
    settings = Settings(speech=show.speech, publishing=wanted, show=read_show(folder / "show.toml"))
    first = tts_interview.render(folder / "talk.md", folder / "e.mp3", settings)
    key, sound = (folder / KEY).read_bytes(), (folder / "e.mp3").read_bytes()
    again = tts_interview.render(folder / "talk.md", folder / "e.mp3", settings)
    assert (first.outcome, again.outcome) == (Outcome.NEW, Outcome.CURRENT)
    assert ((folder / KEY).read_bytes(), (folder / "e.mp3").read_bytes()) == (key, sound)


def test_a_given_cover_stays_as_it_is(show: Settings, made: Path, tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "art.png")
    wanted = PublishingSettings(("cover",), cover=tmp_path / "art.png", sign=True)
    settings = Settings(speech=show.speech, publishing=wanted, show=show.show)
    tts_interview.render(made / "talk.md", tmp_path / "e.mp3", settings)
    assert (tmp_path / "e.cover.png").read_bytes() == (tmp_path / "art.png").read_bytes()
    assert manifest_of(tmp_path / "e.mp3")["validation_state"] == "Valid"


def test_a_manifest_of_others_is_read_in_any_form() -> None:
    manifest = {"assertions": [{"label": "a", "data": ["b"]}, {"label": "c"}], "claim_generator_info": None}
    found = _credentials({"manifests": {"m": manifest}, "active_manifest": "m", "validation_state": "Trusted"})
    assert found == Credentials(is_valid=True, is_changed=False, is_trusted=True)


# -- keys ----------------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_only_its_owner_may_read_the_key_of_a_show(made: Path) -> None:
    assert stat.S_IMODE((made / KEY).stat().st_mode) == 0o600


def test_no_server_shows_the_key_of_a_show() -> None:
    assert names_in(f"/{KEY}") is None


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / KEY).write_text("mine", encoding="utf-8")
    make_key(tmp_path / KEY, "A show")
    assert (tmp_path / KEY).read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["", "Ünder the road " * 9])
def test_a_show_with_any_name_gets_a_key_that_signs(name: str, tmp_path: Path) -> None:
    make_key(tmp_path / KEY, name)
    assert read_key(tmp_path / KEY).algorithm == "ed25519"


def in_pem(key: CertificateIssuerPrivateKeyTypes, *certificates: x509.Certificate, password: bytes = b"") -> bytes:
    hidden = BestAvailableEncryption(password) if password else NoEncryption()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, hidden)
    return bytes(private + b"".join(one.public_bytes(Encoding.PEM) for one in certificates))


def certificate(
    key: CertificateIssuerPrivateKeyTypes, signed_by: CertificateIssuerPrivateKeyTypes, issuer: str, *, days: int = 90
) -> x509.Certificate:
    """A certificate for a key of the user, as an authority gives it."""
    subject, authority = (x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, n)]) for n in ("The Ferry Post", issuer))
    builder = x509.CertificateBuilder(authority, subject, key.public_key(), x509.random_serial_number())
    end = datetime.now(UTC) + timedelta(days=days)
    builder = builder.not_valid_before(end - timedelta(days=365)).not_valid_after(end)
    uses = x509.KeyUsage(True, *[False] * 8)  # noqa: FBT003 - a signature, and nothing else
    issued = x509.AuthorityKeyIdentifier.from_issuer_public_key(signed_by.public_key())
    for extension, is_critical in ((x509.BasicConstraints(ca=False, path_length=None), True), (uses, True), (issued, False)):
        builder = builder.add_extension(extension, is_critical)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return builder.sign(signed_by, hashes.SHA256())


AUTHORITY, PRIVATE = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP384R1())


@pytest.mark.parametrize(
    ("make", "algorithm"),
    [(lambda: PRIVATE, "es384"), (lambda: AUTHORITY, "es256"), (lambda: rsa.generate_private_key(65537, 2048), "ps256")],
    ids=["P-384", "P-256", "RSA"],
)
def test_the_certificate_of_a_user_signs_in_its_name(
    make: Callable[[], CertificateIssuerPrivateKeyTypes], algorithm: str, made: Path, tmp_path: Path
) -> None:
    key = make()
    (tmp_path / "own.pem").write_bytes(in_pem(key, certificate(key, AUTHORITY, "Some Authority")))
    shutil.copy(made / "out" / "e.waveform.png", tmp_path / "w.png")
    read = read_key(tmp_path / "own.pem")
    sign(tmp_path / "w.png", "w.png", read, Claim("A wave"))
    found = examined(tmp_path / "w.png")
    assert found
    assert (found.is_valid, found.signer, read.algorithm) == (True, "The Ferry Post", algorithm)


UNFIT: dict[str, tuple[Callable[[], bytes], str]] = {
    "no text": (lambda: b"", "Unable to load PEM file"),
    "other text": (lambda: b"\0\xff" * 300_000, "Unable to load PEM file"),
    "a key alone": (lambda: in_pem(PRIVATE), "Unable to load PEM file"),
    "a certificate alone": (
        lambda: in_pem(PRIVATE, certificate(PRIVATE, AUTHORITY, "A")).partition(b"KEY-----\n-----")[2],
        "PEM",
    ),
    "a certificate of another key": (lambda: in_pem(PRIVATE, certificate(AUTHORITY, AUTHORITY, "A")), "is not that of the key"),
    "a key with a password": (
        lambda: in_pem(PRIVATE, certificate(PRIVATE, AUTHORITY, "A"), password=b"secret"),
        "Password was not given",
    ),
    "a certificate that has ended": (
        lambda: in_pem(PRIVATE, certificate(PRIVATE, AUTHORITY, "A", days=-1)),
        "not valid at time of signing",
    ),
}


@pytest.mark.parametrize("name", UNFIT)
def test_a_key_that_cannot_sign_is_an_error_in_one_line(name: str, tmp_path: Path) -> None:
    make, reason = UNFIT[name]
    (tmp_path / "own.pem").write_bytes(make())
    with pytest.raises(OutputError) as error:
        read_key(tmp_path / "own.pem")
    assert reason in str(error.value)
    assert "expected a PEM file with the private key" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_folder_or_a_device_in_place_of_a_key_is_an_error(tmp_path: Path) -> None:
    for path in (tmp_path, Path(os.devnull), tmp_path / "absent.pem"):
        with pytest.raises(OutputError, match=r"cannot be read: .*; expected a PEM file"):
            read_key(path)


def test_the_key_of_a_show_file_lies_beside_it(tmp_path: Path) -> None:
    make_key(tmp_path / "press.pem", "A show")
    (tmp_path / "show.toml").write_text('[signing]\nkey = "press.pem"\n', encoding="utf-8")
    assert read_show(tmp_path / "show.toml").said == {"publishing.sign_with": tmp_path / "press.pem"}


# -- before the work -----------------------------------------------------------------------------------------------------


def refused(settings: Settings, talk: Path, output: str) -> str:
    """The error of a render that ends before anything is spoken or written."""
    before = set(talk.parent.iterdir())
    with pytest.raises(TtsInterviewError) as error:
        tts_interview.render(talk, talk.parent / output, settings)
    assert set(talk.parent.iterdir()) == before
    return str(error.value)


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    (tmp_path / "talk.md").write_text(TALK, encoding="utf-8")
    return tmp_path / "talk.md"


def test_what_cannot_be_signed_is_refused_before_any_work(show: Settings, talk: Path) -> None:
    wanted = PublishingSettings(sign=True)
    alone = Settings(speech=show.speech, publishing=wanted)
    assert "give `show` FILE, or `publishing.sign_with` FILE" in refused(alone, talk, "e.mp3")
    of_show = Settings(speech=show.speech, publishing=wanted, show=show.show)
    assert "C2PA does not know .opus files" in refused(of_show, talk, "e.opus")
    without = Settings(speech=show.speech, publishing=PublishingSettings(sign_with=talk))
    assert "cannot sign" in refused(without, talk, "e.mp3")


def test_without_the_extra_the_error_has_the_command_that_installs_it(
    show: Settings, talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "c2pa", None)
    settings = Settings(speech=show.speech, publishing=PublishingSettings(sign=True), show=show.show)
    assert "signatures need c2pa-python; get it with: " in refused(settings, talk, "e.mp3")
    with pytest.raises(MissingExtraError):
        make_key(talk.parent / KEY, "A show")


# -- the command inspect -------------------------------------------------------------------------------------------------


def test_inspect_prints_what_a_file_says_and_fails_for_a_changed_one(tts: CommandLine, made: Path, tmp_path: Path) -> None:
    sound = made / "out" / "e.mp3"
    done = tts("inspect", sound)
    assert done.code == 0
    assert f"{sound}\n  title: One & <two>\n  made as: {TRAINED}\n  made by: tts-interview (tone)\n" in done.out
    assert "signature: valid, and the file has not changed since\n  signed by: Harlow Radio (" in done.out
    (tmp_path / "e.mp3").write_bytes(sound.read_bytes() + b"x")
    done = tts("inspect", tmp_path / "e.mp3", sound)
    assert done.code == 1
    assert "signature: BROKEN: the file has changed since (" in done.out


def test_inspect_gives_the_same_to_programs(tts: CommandLine, made: Path) -> None:
    done = tts("inspect", made / "out" / "e.mp3", made / "out" / "e.cover.png", "--format", "json")
    sound, cover = json.loads(done.out)
    assert (sound["holds"], sound["digital_source_type"], len(sound["chapters"])) == (True, TRAINED, 3)
    assert sound["chapters"][0] == {"startTime": 0.0, "title": "Introduction"}
    assert sound["credentials"]["signer"] == "Harlow Radio"
    assert cover["credentials"]["is_valid"] is True


def test_inspect_goes_on_after_a_file_that_it_cannot_read(tts: CommandLine, made: Path, tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_bytes(b"no sound")
    (tmp_path / "a.png").write_bytes(b"no picture")
    (tmp_path / "a.txt").write_text("words", encoding="utf-8")
    done = tts("inspect", *(tmp_path / f"a.{s}" for s in ("mp3", "png", "txt", "wav")), made / "out" / "e.wav")
    assert done.code == 1
    assert len(done.err.splitlines()) == 4
    assert all(line.startswith("Error: ") for line in done.err.splitlines())
    assert "signature: valid" in done.out


def test_without_the_extra_inspect_does_not_call_a_signed_file_unchanged(
    tts: CommandLine, made: Path, talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "c2pa", None)
    done = tts("inspect", made / "out" / "e.mp3")
    assert done.code == 1
    assert "signature: not checked: signatures need c2pa-python; get it with: " in done.out
    talk.with_name("w.png").write_bytes(waveform_png(publication()))
    assert "signature: none" in tts("inspect", talk.with_name("w.png")).out


def test_inspect_shows_no_control_characters(tts: CommandLine, tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    (tmp_path / "a\x1b[31m.jpg").write_bytes(b"")
    Image.new("RGB", (8, 8)).save(tmp_path / "b.jpg", xmp=packet("x", "\x1b[2J\u202e").encode())
    done = tts("inspect", tmp_path / "a.png", tmp_path / "a\x1b[31m.jpg", tmp_path / "b.jpg")
    assert "\x1b" not in done.out + done.err
    assert "\u202e" not in done.out
    assert r"made by: tts-interview (\x1b[2J\u202e)" in done.out


# -- XMP -----------------------------------------------------------------------------------------------------------------


def test_drawn_pictures_say_how_they_were_made(tmp_path: Path) -> None:
    for name, data in (("a.png", drawn_cover(publication())), ("b.png", waveform_png(publication()))):
        (tmp_path / name).write_bytes(data)
        assert statement_of(tmp_path / name).digital_source_type == "algorithmicMedia"
    assert source_type_in(waveform_svg(publication()).decode()) == "algorithmicMedia"


def test_stems_and_samples_of_voices_say_how_they_were_made(
    show: Settings, talk: Path, tts: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ToneEngine, "digital_source_type", TRAINED, raising=False)
    sound = replace(show.sound, stems=talk.parent / "stems")
    tts_interview.render(talk, talk.with_name("e.wav"), Settings(speech=show.speech, sound=sound))
    tts("voices", "--engine", "tone", "sample", "soprano", "-o", talk.with_name("sample.mp3"))
    stems = [talk.parent / "stems" / f"{name}.wav" for name in ("Narrator", "Ann Lee", "Ben Ray")]
    made = [statement_of(path) for path in (*stems, talk.with_name("sample.mp3"))]
    assert [(one.digital_source_type, one.tool) for one in made] == [(TRAINED, "tts-interview (tone)")] * 4


@pytest.mark.parametrize("form", ['x:DigitalSourceType="U/a"', "<x:DigitalSourceType>U/a</x:DigitalSourceType>"])
def test_a_packet_is_read_in_every_form_that_xmp_allows(form: str) -> None:
    assert source_type_in(form.replace("U", "http://cv.iptc.org/newscodes/digitalsourcetype")) == "a"


def test_any_name_of_an_engine_fits_a_packet() -> None:
    name = "a & <b> \"c\" 'd'"
    assert tool_in(packet("x", name)) == f"tts-interview ({name})"


@pytest.mark.parametrize("is_large", [False, True])
def test_a_packet_in_a_wav_file_is_found_behind_the_sound(is_large: bool, tmp_path: Path) -> None:  # noqa: FBT001
    data = b"\x10\0\0\0" + bytes(16) + b"data" + (b"\xff\xff\xff\xff" if is_large else b"\x06\0\0\0") + bytes(6)
    sizes = b"ds64" + (28).to_bytes(4, "little") + bytes(8) + (6).to_bytes(8, "little") + bytes(12) if is_large else b""
    start = b"RF64\xff\xff\xff\xff" if is_large else b"RIFF\0\0\0\0"
    (tmp_path / "a.wav").write_bytes(start + b"WAVE" + sizes + b"fmt " + data)
    append_to_wav(tmp_path / "a.wav", packet("x"))
    written = (tmp_path / "a.wav").read_bytes()
    assert int.from_bytes(written[20:28] if is_large else written[4:8], "little") == len(written) - 8
    with (tmp_path / "a.wav").open("rb") as file:
        assert packet_in_wav(file) == packet("x")


@pytest.mark.parametrize(
    ("spoken", "recorded", "term"),
    [
        (TRAINED, "no", TRAINED),
        (TRAINED, "partly", "compositeWithTrainedAlgorithmicMedia"),
        (TRAINED, "all", ""),
        ("algorithmicMedia", "no", "algorithmicMedia"),
        ("algorithmicMedia", "partly", "composite"),
        ("", "no", ""),
        ("", "partly", ""),
    ],
)
def test_recordings_change_the_term_for_the_sound(spoken: str, recorded: str, term: str) -> None:
    flags = {"no": [False, False], "partly": [False, True], "all": [True, True]}[recorded]
    assert source_type_of(spoken, [Mark(0, "Ann", "Yes.", 0, 1, is_recording=flag) for flag in flags]) == term


@pytest.mark.parametrize("is_announced", [False, True])
def test_a_publication_has_the_term_for_all_that_is_heard(is_announced: bool) -> None:  # noqa: FBT001
    one, recorded = publication(), Mark(4, "Ann", "Yes.", 0, 1, is_recording=True)
    sound = replace(one.episode, sentences=(recorded,), announcements=(replace(recorded, is_recording=False),) * is_announced)
    made = publication_of(replace(one, digital_source_type=TRAINED), sound)
    assert made.digital_source_type == ("compositeWithTrainedAlgorithmicMedia" if is_announced else "")
