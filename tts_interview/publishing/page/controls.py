"""The controls of the player, the same on a page and in an article: one table of names, keys and icons."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree as ET

from tts_interview.files.cleaning import one_line
from tts_interview.files.media_types import media_type
from tts_interview.language.locales import minutes
from tts_interview.language.messages import conversation, language_of, message, without_stop
from tts_interview.publishing.page.templates import element, filled, language_and_direction, markup
from tts_interview.publishing.page.transcript import clock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tts_interview.publishing.publication import Publication

SKIPS_S = {"back": 15, "forward": 30}
_SPEEDS = ("0.5", "0.75", "1", "1.25", "1.5", "1.75", "2", "2.5", "3", "3.5", "4")
_SLEEP_MINUTES = (5, 15, 30, 45, 60)
_AROUND = "M12 3.6a8.6 8.6 0 1 1-8.3 6.4l2 .5A6.6 6.6 0 1 0 12 5.6v3L7.2 4.6 12 .6z"
_TURNED = 'transform="matrix(-1 0 0 1 24 0)"'


@dataclass(frozen=True, slots=True)
class Control:
    """A control of the player.

    `name` is its id and the key of its message. `key` presses it if it is a button or a box, and moves the focus to it
    otherwise. `icon` is the inside of a button's SVG; a control without one stands in a template. `about` are further
    attributes.
    """

    name: str
    key: str
    icon: str = ""
    about: Mapping[str, str] = field(default_factory=dict)


CONTROLS = (
    Control(
        "play",
        "K",
        '<path class="to-play" d="M7.5 4.5v15l12-7.5z"/><path class="to-pause" d="M6.5 5h4v14h-4zM13.5 5h4v14h-4z"/>',
        {"class": "main"},
    ),
    Control("back", "J", f'<path d="{_AROUND}"/><text x="12" y="15.4">{SKIPS_S["back"]}</text>'),
    Control("forward", "L", f'<path {_TURNED} d="{_AROUND}"/><text x="12" y="15.4">{SKIPS_S["forward"]}</text>'),
    Control("position", "G"),
    Control("speed", "R"),
    Control("previous-chapter", "P", '<path d="M5 5h2v14H5zM19 5v14L9 12z"/>'),
    Control("next-chapter", "N", '<path d="M17 5h2v14h-2zM5 5v14l10-7z"/>'),
    Control("previous-sentence", "A", '<path d="M11 6h10v2H11zM11 11h10v2H11zM11 16h6v2h-6zM8 7v10l-6-5z"/>'),
    Control("repeat-sentence", "S", f'<path d="{_AROUND}M8.5 10h7v1.8h-7zM8.5 13.4h4.6v1.8H8.5z"/>'),
    Control("next-sentence", "D", '<path d="M3 6h10v2H3zM3 11h10v2H3zM3 16h6v2H3zM16 7v10l6-5z"/>'),
    Control(
        "mute",
        "M",
        '<path d="M3 9v6h4l5 4.5v-15L7 9z"/><path class="sounds" d="M15 8.5a5 5 0 0 1 0 7M17.5 5.5a9 9 0 0 1 0 13"/>'
        '<path class="silent" d="M15.5 9l6 6M21.5 9l-6 6"/>',
        {"aria-pressed": "false"},
    ),
    Control("volume", "V"),
    Control("sleep-timer", "T"),
    Control(
        "share-moment",
        "C",
        '<path d="M10.6 13.4a4 4 0 0 0 5.7 0l3.5-3.6a4 4 0 0 0-5.6-5.6l-1.5 1.5 1.4 1.4 1.5-1.5a2 2 0 0 1 2.8 2.8l-3.5 3.6a2 2'
        " 0 0 1-2.9 0zM13.4 10.6a4 4 0 0 0-5.7 0l-3.5 3.6a4 4 0 0 0 5.6 5.6l1.5-1.5-1.4-1.4-1.5 1.5a2 2 0 0 1-2.8-2.8l3.5-3.6"
        'a2 2 0 0 1 2.9 0z"/>',
        {"aria-expanded": "false", "aria-controls": "shared"},
    ),
    Control("search", "/"),
    Control("follow", "F"),
    Control(
        "keys",
        "?",
        '<path class="line" d="M2.5 6.5h19v11h-19zM6 10h1M10 10h1M14 10h1M17.5 10h.5M7 14h10"/>',
        {"popovertarget": "keys-list"},
    ),
)
# The controls of a page's transcript, which an embedded player lacks.
OF_TEXT = ("search", "follow")


def label(language: str, name: str) -> str:
    """Return the message that names a control."""
    return message(language, name, seconds=SKIPS_S[name]) if name in SKIPS_S else message(language, name)


def keys() -> dict[str, str]:
    """Return the places of a template for the keys of the controls in it."""
    return {f"key_{control.name.replace('-', '_')}": control.key for control in CONTROLS}


def controls(publication: Publication, audio: str, *, of_page: bool) -> str:
    """Return the sound and its controls as markup; in an article, the play button stands elsewhere."""
    language = publication.episode.language
    listed = [control for control in CONTROLS if of_page or control.name not in OF_TEXT]
    named = ("listen", "moment-address", *(control.name for control in CONTROLS if not control.icon))
    texts = {
        **language_and_direction(language),
        **keys(),
        **{name.replace("-", "_"): label(language, name) for name in named},
        "keys_name": message(language, "keys"),
        "audio": audio,
        "preload": "metadata" if of_page else "none",
        "seconds": f"{publication.episode.seconds:.3f}",
        "length": clock(publication.episode.seconds),
    }
    parts = {
        **{one.name.replace("-", "_"): button(language, one.name) for one in listed if one.icon},
        **({} if of_page else {"play": ""}),
        "speeds": markup(*(_option(speed, f"{speed}×", is_chosen=speed == "1") for speed in _SPEEDS)),
        "times": markup(*_sleep_times(language)),
        "list": markup(*(_row(language, control) for control in listed)),
    }
    return filled("controls.html", texts, parts)


def button(language: str, name: str) -> str:
    """Return the button of a control as markup."""
    control = next(one for one in CONTROLS if one.name == name)
    # The title names the button for all; beside another name, it would be read as well.
    about = {"type": "button", "id": name, "title": label(language, name), "aria-keyshortcuts": control.key}
    icon = ET.fromstring(f'<svg viewBox="0 0 24 24" aria-hidden="true">{control.icon}</svg>')  # noqa: S314 - our own
    return markup(element("button", {**about, **control.about}, icon))


def player_data(publication: Publication, page: str = "") -> str:
    """Return the attributes by which the script knows the episode; `page` is its address, unless it is the page itself."""
    episode = publication.episode
    language = episode.language
    about = {
        "seconds": f"{episode.seconds:.3f}",
        "chapters": " ".join(f"{chapter.start_s:.3f}" for chapter in publication.chapters),
        **{name: str(seconds) for name, seconds in SKIPS_S.items()},
        **{name: message(language, name) for name in ("play", "pause", "copied")},
        "title": one_line(episode.title),
        "artist": without_stop(one_line(conversation(language, episode.people))),
        "album": one_line(publication.show.title),
        "cover": cover_address(publication),
        "page": page,
    }
    return " ".join(f'data-{name}="{html.escape(value)}"' for name, value in about.items())


def cover_address(publication: Publication) -> str:
    """Return the address of the cover beside the audio; "" if there is none."""
    cover = _cover(publication)
    return publication.base_url + quote(cover.name) if cover else ""


def _cover(publication: Publication) -> Path | None:
    folder = publication.audio.parent
    pictures = (path for path in publication.written if path.parent == folder and ".cover." in path.name)
    return next((path for path in pictures if media_type(path.name).startswith("image/")), None)


def _sleep_times(language: str) -> list[ET.Element]:
    ends = [_option(str(number), minutes(language_of(language), number)) for number in _SLEEP_MINUTES]
    return [_option("", message(language, "off")), *ends, _option("chapter", message(language, "end-of-chapter"))]


def _option(value: str, text: str, *, is_chosen: bool = False) -> ET.Element:
    return element("option", {"value": value, **({"selected": "selected"} if is_chosen else {})}, text)


def _row(language: str, control: Control) -> ET.Element:
    both = f"{message(language, 'play')} / {message(language, 'pause')}"
    said = both if control.name == "play" else label(language, control.name)
    return element("div", {}, element("dt", {}, element("kbd", {}, control.key)), element("dd", {}, said))
