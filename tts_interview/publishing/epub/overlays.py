"""A page of the book -> its overlay, in SMIL: which sentence is heard when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tts_interview.publishing.markup import Maker, document

if TYPE_CHECKING:
    from tts_interview.publishing.epub.sections import OverlayClip, Section
    from tts_interview.publishing.markup import Element

_OPS = "http://www.idpf.org/2007/ops"
_SMIL = "http://www.w3.org/ns/SMIL"


def overlay(section: Section, sound: str) -> bytes:
    """The overlay of a page; `sound` is the file of all sound."""
    make = Maker(_SMIL, {None: _SMIL, "epub": _OPS})
    pars = [_par(make, clip, section, sound) for clip in section.clips]
    body = make("body", {"epub:textref": section.page}, *pars)
    return document(make("smil", {"version": "3.0"}, body))


def clock(milliseconds: int) -> str:
    """A time as SMIL writes it: `h:mm:ss.fff`."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _par(make: Maker, clip: OverlayClip, section: Section, sound: str) -> Element:
    times = {"clipBegin": clock(clip.start_ms), "clipEnd": clock(clip.end_ms)}
    text = make("text", {"src": f"{section.page}#{clip.element}"})
    return make("par", {"id": f"p{clip.element}"}, text, make("audio", {"src": sound, **times}))
