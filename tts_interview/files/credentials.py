"""Content Credentials: sign media by the C2PA standard (https://spec.c2pa.org), and tell whether it changed since.

Nothing is fetched: no time stamp, no revocation list, and no manifest that a file keeps elsewhere.
"""

from __future__ import annotations

import contextlib
import io
import json
import mmap
import os
import shutil
import tempfile
import wave
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tts_interview.errors import MissingExtraError, OutputError
from tts_interview.files.atomic import synced, writing
from tts_interview.files.installation import install_extra
from tts_interview.files.media_types import media_type
from tts_interview.files.opening import opened
from tts_interview.files.xmp import PROGRAM, SOURCE_TYPES

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.x509 import Certificate

# The formats of ours that the standard knows; Ogg, and so Opus, is not one of them.
SIGNED = (".mp3", ".m4a", ".m4b", ".flac", ".wav", ".png", ".jpg", ".jpeg")
# The file of a show's own key, beside its show file; servers hide such names.
KEY = ".signing.pem"
# The start of every manifest: the description of a JUMBF box (ISO 19566-5).
_MARK = b"jumdc2pa"
_SETTINGS = {
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
    "builder": {"thumbnail": {"enabled": False}},
}
_CREATED = "c2pa.created"
_UNTRUSTED = "signingCredential.untrusted"
_LONGEST_KEY_BYTES = 100_000
# X.509 allows so many characters in a name.
_LONGEST_NAME = 64
# The validity of a show's own certificate. Its end means that no end is defined (RFC 5280, section 4.1.2.5).
_FROM, _UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
_CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
_USES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)
_HOW = "expected a PEM file with the private key, without a password, and its chain of certificates, the signer's first"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a signature vouches for: the title, the IPTC term for how the file was made, and the engine; both may be unknown."""

    title: str
    source_type: str = ""
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the manifest in a file says, and what became of the file since.

    `is_valid` means that the file is as it was signed; `is_changed`, that it is not. A certificate that has run out makes a
    file invalid that has not changed. `is_trusted` means that a list of trusted authorities knows the signer. `problems`
    are the other codes of the standard. `program` made the manifest.
    """

    is_valid: bool
    is_changed: bool
    is_trusted: bool = False
    signer: str = ""
    program: str = ""
    source_type: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key with its chain of certificates, both in PEM, and the algorithm that they are for."""

    private: bytes
    certificates: bytes
    algorithm: str


def read_key(path: Path) -> SigningKey:
    """Read a key with its certificates, and try it. Raises OutputError if it cannot sign, MissingExtraError without c2pa."""
    c2pa = _c2pa()
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        with opened(path) as file:
            data = file.read(_LONGEST_KEY_BYTES + 1)
        key = _key(data)
        _signed(_silence(), io.BytesIO(), "audio/wav", key, Claim("trial"))
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror}; {_HOW}") from error
    except (ValueError, TypeError, UnsupportedAlgorithm, c2pa.C2paError) as error:
        raise OutputError(f"{path} cannot sign ({_reason(error)}): {_HOW}") from error
    return key


def make_key(path: Path, name: str) -> None:
    """Write a new key, with certificates of its own in that name, which only its owner may read.

    A file that exists is kept. Raises OutputError if the file cannot be written, and MissingExtraError without c2pa.
    """
    _c2pa()
    with writing(path), contextlib.suppress(FileExistsError):
        path.touch(mode=0o600, exist_ok=False)
        path.write_bytes(_new_key(name))
        synced(path)


def sign(path: Path, name: str, key: SigningKey, claim: Claim) -> None:
    """Put a signed manifest into a file that will be called `name`. Raises OutputError if that fails."""
    with writing(path), path.open("r+b") as file, tempfile.TemporaryFile(dir=path.parent) as signed:
        try:
            _signed(file, signed, media_type(name), key, claim)
        except _c2pa().C2paError as error:
            raise OutputError(f"{name} cannot be signed ({_reason(error)}): render it without `publishing.sign`") from error
        signed.seek(0)
        file.seek(0)
        shutil.copyfileobj(signed, file)
        file.truncate()


def examined(path: Path) -> Credentials | None:
    """Return what the manifest in a file says, and whether it holds; None if there is no manifest.

    Raises OSError if the file cannot be read, and MissingExtraError if there is a manifest, but no c2pa to check it.
    """
    with opened(path) as file:
        if not _is_marked(file):
            return None
        c2pa = _c2pa()
        try:
            with (
                c2pa.Context.from_dict(_SETTINGS) as context,
                c2pa.Reader(media_type(path.name), file, context=context) as reader,
            ):
                return _credentials(json.loads(reader.json()))
        except c2pa.C2paError.ManifestNotFound:
            return None  # it is that of a picture in the file
        except (c2pa.C2paError, ValueError, LookupError, TypeError, AttributeError) as error:
            return Credentials(is_valid=False, is_changed=True, problems=(_reason(error),))


def _c2pa() -> Any:  # noqa: ANN401 - it has no types
    """Return the library. Raises MissingExtraError if it is missing."""
    try:
        import c2pa
        import cryptography  # noqa: F401 - c2pa needs it, and so do the keys
    except ImportError as error:
        raise MissingExtraError(f"signatures need c2pa-python; get it with: {install_extra('sign')}") from error
    return c2pa


def _reason(error: Exception) -> str:
    """Return the first sentence of an error."""
    return " ".join(str(error).split()).partition(". ")[0][:200].rstrip(".")


def _signed(source: Any, target: Any, kind: str, key: SigningKey, claim: Claim) -> None:  # noqa: ANN401 - binary files
    c2pa = _c2pa()
    # The standard wants a term; this one is true of any sound.
    created: dict[str, Any] = {"action": _CREATED, "digitalSourceType": SOURCE_TYPES + (claim.source_type or "composite")}
    if claim.engine:
        created["softwareAgent"] = {"name": claim.engine}
    manifest = {
        "title": claim.title,
        "claim_generator_info": [{"name": PROGRAM}],
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [created]}}],
    }
    info = c2pa.C2paSignerInfo(key.algorithm.encode(), key.certificates, key.private, None)
    with (
        c2pa.Context.from_dict(_SETTINGS) as context,
        c2pa.Signer.from_info(info) as signer,
        c2pa.Builder(manifest, context) as builder,
    ):
        builder.sign(signer, kind, source, target)


def _is_marked(file: Any) -> bool:  # noqa: ANN401 - a binary file
    if not os.fstat(file.fileno()).st_size:
        return False
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(_MARK) >= 0


def _credentials(found: dict[str, Any]) -> Credentials:
    manifest = found["manifests"][found["active_manifest"]]
    signature, tools = manifest.get("signature_info", {}), manifest.get("claim_generator_info") or [{}]
    codes = [status["code"] for status in found.get("validation_status") or () if status["code"] != _UNTRUSTED]
    assertions = [one["data"] for one in manifest.get("assertions", ()) if isinstance(one.get("data"), dict)]
    actions = [action for data in assertions for action in data.get("actions", ())]
    kinds = [str(action.get("digitalSourceType", "")) for action in actions if action.get("action") == _CREATED]
    return Credentials(
        is_valid=found["validation_state"] in {"Valid", "Trusted"},
        is_changed=any(code.endswith(("mismatch", "missing")) for code in codes),
        is_trusted=found["validation_state"] == "Trusted",
        signer=str(signature.get("issuer") or signature.get("common_name") or ""),
        program=" ".join(str(tools[0].get(part, "")) for part in ("name", "version")).strip(),
        source_type=kinds[0].rpartition("/")[2] if kinds else "",
        problems=tuple(codes),
    )


def _key(data: bytes) -> SigningKey:
    """Return the key in a PEM file. Raises ValueError and TypeError if there is none that signs."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

    private, chain = load_pem_private_key(data, None), x509.load_pem_x509_certificates(data)
    if isinstance(private, ec.EllipticCurvePrivateKey):
        algorithm = _CURVES.get(private.curve.name, "")
    else:
        kinds = {ed25519.Ed25519PrivateKey: "ed25519", rsa.RSAPrivateKey: "ps256"}
        algorithm = next((name for kind, name in kinds.items() if isinstance(private, kind)), "")
    if not algorithm or private.public_key() != chain[0].public_key():
        raise ValueError("the first certificate is not that of the key" if algorithm else "unknown kind of key")
    in_pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return SigningKey(in_pem, b"".join(one.public_bytes(Encoding.PEM) for one in chain), algorithm)


def _new_key(name: str) -> bytes:
    """Return a key and its certificates in PEM: the standard wants an authority above the signer, whose key is forgotten."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    authority, key = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    name = name.strip()[:_LONGEST_NAME] or PROGRAM
    chain = (
        _certificate(name, key, authority, is_authority=False),
        _certificate(name, authority, authority, is_authority=True),
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + b"".join(one.public_bytes(Encoding.PEM) for one in chain)


def _certificate(name: str, key: Ed25519PrivateKey, authority: Ed25519PrivateKey, *, is_authority: bool) -> Certificate:
    """Return a certificate by the profile of C2PA (section 14.5 of its specification)."""
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    def named(role: str) -> x509.Name:
        parts = (NameOID.ORGANIZATION_NAME, name), (NameOID.COMMON_NAME, role)
        return x509.Name([x509.NameAttribute(kind, part) for kind, part in parts])

    uses = dict.fromkeys(_USES, False) | (
        {"key_cert_sign": True, "crl_sign": True} if is_authority else {"digital_signature": True}
    )
    builder = x509.CertificateBuilder(named("authority"), named("authority" if is_authority else "signer"), key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(_FROM).not_valid_after(_UNTIL)
    extensions: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(ca=is_authority, path_length=None), True),
        (x509.KeyUsage(**uses), True),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), False),
    ]
    if not is_authority:
        extensions.append((x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False))
    for extension, is_critical in extensions:
        builder = builder.add_extension(extension, is_critical)
    return builder.sign(authority, None)


def _silence() -> io.BytesIO:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, 8_000, 0, "NONE", ""))
        sound.writeframes(bytes(2))
    file.seek(0)
    return file
