"""Names that show the language by whose rules they are read, by their letters or endings."""

from __future__ import annotations

from tts_interview.files.packaged import shipped_table


def language_of_name(word: str) -> str:
    """Return the language (a BCP 47 tag) that the letters of a word show; empty if they show none."""
    letters: dict[str, str] = shipped_table(__file__, "names.toml")["letters"]
    return next((language for language, own in letters.items() if not set(own).isdisjoint(word.casefold())), "")


def stressed_ending(word: str) -> tuple[str, str]:
    """Divide a name whose ending has the stress, such as "Walensky"; return its stem and the phonemes of the ending."""
    endings: dict[str, str] = shipped_table(__file__, "names.toml")["endings"]
    if word[:1].isupper():
        for ending, ipa in endings.items():
            if word.endswith(ending) and len(word) > len(ending) + 1:
                return word.removesuffix(ending), ipa
    return word, ""
