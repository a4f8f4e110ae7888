#!/usr/bin/env python3
"""Write how English words are pronounced.

Usage: python scripts/derive_word_lists.py

It writes english-us.txt.gz and english-gb.txt.gz in tts_interview/language/phonetics, and heteronyms.tsv in
tts_interview/language/spoken_text/english. The words are those of misaki (hexgrad, Apache-2.0), "gold" before "silver"; pip
fetches the package from PyPI, and it is read and never installed. Its signs become those of espeak-ng. Words that the rules
of endings pronounce in the same way are left out.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from tts_interview.language.phonetics.english import English
from tts_interview.language.phonetics.ipa import VOWELS
from tts_interview.language.phonetics.word_list import Listed, file_of

PACKAGE = "misaki==0.9.4"
LANGUAGE = Path(__file__).resolve().parent.parent / "tts_interview" / "language"
HETERONYMS = LANGUAGE / "spoken_text" / "english" / "heteronyms.tsv"
# These differ by more than noun and verb. The rules have patterns for some, and leave the others as they are listed.
SENSES = frozenset(
    """
    arithmetic arsenic bass bow cleanly close closer content contents covert downhill downstairs inside invalid lead learned
    live lives lunged minute nearby obverse outright overhead overman overwater overweight pasty read sow tear tears
    ultralight unlearned uptown wind winds wound
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_VOWEL = f"[{''.join(sorted(VOWELS))}]"
_BOTH = (("A", "eɪ"), ("I", "aɪ"), ("W", "aʊ"), ("Y", "ɔɪ"), ("ʧ", "tʃ"), ("ʤ", "dʒ"), ("ᵊ", "ə"))
# Patterns and their replacements, in order. Unlike misaki, espeak-ng marks length in American English too.
SIGNS = {
    "us": (
        (f"əɹ(?![ˈˌ]*{_VOWEL}|[AIOWYᵊ])", "ɚ"),
        (f"ɜɹ(?![ˈˌ]*{_VOWEL}|[AIOWYᵊ])", "ɜː"),
        ("ɜ(?!ː)", "ɜː"),
        ("([ɑɔu])", r"\1ː"),
        # Slips of the list, as in "wanting" and "illegal".
        ("ntt(?=ɪŋ)|^ɪll", lambda slip: slip[0][:-1]),
        ("([ˈˌ])i(?![əᵊ])", r"\1iː"),
        (rf"^([^ˈˌ]*)i(?=[^ˈˌ]*$)(?!.*{_VOWEL})(?<!{_VOWEL}i)", r"\1iː"),
        ("O", "oʊ"),
        *_BOTH,
    ),
    "gb": (("Q", "əʊ"), ("ɛː", "eə"), ("əː", "ɜː"), ("ɪə", "iə"), *_BOTH),
}


def main() -> None:
    """Fetch the package, convert its lists and write them."""
    with tempfile.TemporaryDirectory() as folder:
        options = ["--quiet", "--no-deps", "--only-binary=:all:", "--python-version=3.12", "--dest", folder]
        subprocess.run([sys.executable, "-m", "pip", "download", *options, PACKAGE], check=True)
        with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as wheel:
            for dialect in SIGNS:
                silver, gold = (json.loads(wheel.read(f"misaki/data/{dialect}_{name}.json")) for name in ("silver", "gold"))
                words = _words(dialect, silver | gold)
                _write(dialect, _without_endings(dialect, words))
                if dialect == "us":
                    _write_heteronyms(words)


def _words(dialect: str, listed: dict[str, str | dict[str, str | None]]) -> dict[str, Listed]:
    found = {}
    for word, said in listed.items():
        variants = {"DEFAULT": said} if isinstance(said, str) else said
        sounds = {tag: _converted(dialect, ipa) for tag, ipa in variants.items() if ipa}
        ipa = sounds.pop("DEFAULT")
        found[word] = Listed(ipa, {tag: other for tag, other in sounds.items() if other != ipa})
    return found


def _converted(dialect: str, ipa: str) -> str:
    for pattern, sign in SIGNS[dialect]:
        ipa = re.sub(pattern, sign, ipa)
    return ipa


def _without_endings(dialect: str, words: dict[str, Listed]) -> dict[str, Listed]:
    """Leave out the words that the rest of the list and the rules give, the longest first."""
    left = dict(words)
    for word in sorted(words, key=lambda word: (-len(word), word)):
        said = left.pop(word)
        listed, source = _reader(dialect, left).look_up(word)
        if said != listed or source == "parts":
            left[word] = said
    reader = _reader(dialect, left)
    wrong = [word for word, said in words.items() if reader.look_up(word)[0] != said]
    return left | {word: words[word] for word in wrong}


def _reader(dialect: str, words: dict[str, Listed]) -> English:
    """Return a new reader: what a reader has looked up depends on its list."""
    return English(f"en-{dialect}", lambda _word, _language: "", words.get)


def _write(dialect: str, words: dict[str, Listed]) -> None:
    lines = sorted(
        "\t".join([word, said.ipa, *(f"{tag}={ipa}" for tag, ipa in sorted(said.variants.items()))]).encode()
        for word, said in words.items()
    )
    data = b"\n".join(lines) + b"\n"
    packed = gzip.compress(data, 9, mtime=0)
    file_of(dialect).write_bytes(packed)
    print(f"{dialect}: {len(lines)} words, {len(data)} bytes, {len(packed)} packed")


def _write_heteronyms(words: dict[str, Listed]) -> None:
    """Write the words that differ as a noun and as a verb, in more than secondary stress."""
    lines = []
    for word, said in sorted(words.items()):
        verb = said.tagged("VERB") if "VERB" in said.variants else said.ipa
        noun = said.ipa if "VERB" in said.variants else said.tagged("NOUN", "ADJ")
        if re.fullmatch("[a-z]+", word) and noun.replace("ˌ", "") != verb.replace("ˌ", "") and word not in SENSES:
            lines.append(f"{word}\t{noun}\t{verb}\n")
    origin = "# Derived from misaki (Apache-2.0) by scripts/derive_word_lists.py.\n"
    HETERONYMS.write_text(origin + "".join(lines), encoding="utf-8")
    print(f"{len(lines)} heteronyms")


if __name__ == "__main__":
    main()
