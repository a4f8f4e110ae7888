"""Makes tts_interview/lexicon/common-en.txt.gz, the ordinary words of English, from Debian's package of SCOWL.

Run: apt-get download scowl && dpkg -x scowl_*.deb scowl && python scripts/collect_common_words.py scowl/usr/share/dict/scowl
"""

from __future__ import annotations

import gzip
import re
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "tts_interview" / "lexicon" / "common-en.txt.gz"
# How common a word is; at 35 SCOWL has the words of a small dictionary, at 50 those of a usual one.
LEVELS = {"words": 50, "upper": 50, "proper-names": 35, "contractions": 50}
SPELLINGS = ("english", "american", "british", "canadian", "australian", "british_z")
# A word is left out if the reader of the list finds it by taking off an ending.
ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "r", "est", "ness", "less", "ful", "'s")


def collect(folder: Path) -> set[str]:
    found: set[str] = set()
    for spelling in SPELLINGS:
        for kind, most in LEVELS.items():
            for path in folder.glob(f"{spelling}-{kind}.*"):
                if int(path.suffix[1:]) <= most:
                    found.update(path.read_text(encoding="iso-8859-1").split())
    return {word for word in found if re.fullmatch(r"[^\W\d_]+", word)}


def shortened(words: set[str]) -> list[str]:
    return sorted(w for w in words if not any(w.endswith(e) and w.removesuffix(e) in words for e in ENDINGS))


def main() -> None:
    words = shortened(collect(Path(sys.argv[1])))
    packed = gzip.compress("\n".join(words).encode(), 9, mtime=0)
    TARGET.write_bytes(packed)
    print(f"{len(words)} words, {len(packed)} bytes in {TARGET}")


if __name__ == "__main__":
    main()
