"""Makes tts_interview/lexicon/common-en.txt.gz, the ordinary words of English, from Debian's package of SCOWL.

Run: apt-get download scowl && dpkg -x scowl_*.deb scowl && python scripts/collect_common_words.py scowl/usr/share/dict/scowl
"""

from __future__ import annotations

import gzip
import re
import sys
from pathlib import Path

from tts_interview.language.lexicon.unusual import ENDINGS

TARGET = Path(__file__).resolve().parent.parent / "tts_interview" / "language" / "lexicon" / "common-en.txt.gz"
# How common a word is; at 35 SCOWL has the words of a small dictionary, at 50 those of a usual one.
LEVELS = {"words": 50, "upper": 50, "proper-names": 50, "contractions": 50}
SPELLINGS = ("english", "american", "british", "canadian", "australian", "british_z")


def collect(folder: Path) -> set[str]:
    found: set[str] = set()
    for spelling in SPELLINGS:
        for kind, most in LEVELS.items():
            for path in folder.glob(f"{spelling}-{kind}.*"):
                if int(path.suffix[1:]) <= most:
                    found.update(path.read_text(encoding="iso-8859-1").split())
    return {word for word in found if re.fullmatch(r"[^\W\d_]+", word) and (word.islower() or word.istitle())}


def shortened(words: set[str]) -> list[str]:
    """Without those that are known by taking an ending off."""
    kept: set[str] = set()
    for word in sorted(words, key=lambda w: (len(w), w)):
        if not any(word.endswith(e) and word.removesuffix(e) in kept for e in ENDINGS):
            kept.add(word)
    return sorted(kept)


def main() -> None:
    words = shortened(collect(Path(sys.argv[1])))
    packed = gzip.compress("\n".join(words).encode(), 9, mtime=0)
    TARGET.write_bytes(packed)
    print(f"{len(words)} words, {len(packed)} bytes in {TARGET}")


if __name__ == "__main__":
    main()
