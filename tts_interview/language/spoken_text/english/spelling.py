"""Letters that are said one by one."""

from __future__ import annotations

from tts_interview.language.spoken_text.rules import Spoken

_IPA = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (
            *("eɪ", "biː", "siː", "diː", "iː", "ɛf", "dʒiː", "eɪtʃ", "aɪ", "dʒeɪ", "keɪ", "ɛl", "ɛm", "ɛn", "oʊ", "piː"),
            *("kjuː", "ɑːɹ", "ɛs", "tiː", "juː", "viː", "dʌbəljuː", "ɛks", "waɪ", "ziː"),
        ),
        strict=True,
    )
)
_HISSING = ("s", "z", "ʃ", "ʒ")


def spelled(letters: str, ending: str = "") -> Spoken:
    """The letters, whatever stands between them; `ending` is "s" or "'s".

    An A by itself would be read as an article: only then they have phonemes, so that British voices say "zed".
    """
    names = [c for c in letters.upper() if c in _IPA]
    spoken = " ".join(names) + ("'s" if ending else "")
    if "A" not in names:
        return Spoken(spoken)
    sounds = [_IPA[name] for name in names]
    ipa = "".join(f"ˌ{sound}" for sound in sounds[:-1]) + f"ˈ{sounds[-1]}" + _ended(sounds[-1], ending)
    return Spoken(spoken, ipa, ".".join(names) + ending)


def _ended(sound: str, ending: str) -> str:
    if not ending:
        return ""
    return "ɪz" if sound.endswith(_HISSING) else "s" if sound.endswith("f") else "z"
