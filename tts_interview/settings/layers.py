"""Which of several places decides: built-in < show file < environment < the source itself < flags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from tts_interview.model import Announcing, ReadingRule, Wishes
from tts_interview.settings import Origin, Settings
from tts_interview.settings.pacing import Pacing
from tts_interview.settings.sound import Mastering

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tts_interview.settings.showfile import ShowFile

_GROUPS = {"pacing": Pacing, "announcing": Announcing, "mastering": Mastering, "wishes": Wishes}
# Every choice that can be made in more than one place.
CHOICES = (
    "engine",
    "voices",
    "genders",
    "narrator",
    "language",
    *(f"{group}.{f.name}" for group, kind in _GROUPS.items() for f in fields(kind) if f.name not in {"narrator", "rules"}),
)
_RULES = {"wishes.leave_out": False, "wishes.keep": True}


@dataclass(frozen=True, slots=True)
class Layer:
    """What one place says: values by the names of `CHOICES`. What it does not say is not in there."""

    origin: Origin
    said: Mapping[str, Any]


def settled(settings: Settings, *layers: Layer) -> Settings:
    """The settings in force, with what the layers say besides.

    The strongest place decides. Of choices by speaker or label, it decides for those whom it names, and they come last; names
    of interviewers and guests add up, the strongest first. What each place leaves out and keeps become `rules`, the strongest
    last. `origins` then says who decided.
    """
    found = {name: _value(Settings(), name) for name in CHOICES}
    rules: list[ReadingRule] = []
    origins: dict[str, Origin] = {}
    for layer in sorted([*layers, *_own_layers(settings)], key=lambda one: one.origin):
        rules += _rules(layer)
        if "pacing.preset" in layer.said:  # the pauses that a weaker place wants are those of another pace
            found["pacing.pauses"] = {}
        for name, value in layer.said.items():
            if name not in _RULES:
                found[name] = _over(found[name], value)
                origins[name] = layer.origin
    kept = (*settings.wishes.rules, *rules)
    return _with(settings, {**found, "wishes.rules": kept, "origins": {**settings.origins, **origins}})


def show_layer(show: ShowFile) -> Layer:
    """What a show file says of every episode. Who of its cast speaks in one, only that tells."""
    reading = show.reading
    said = {
        "engine": reading.engine,
        "narrator": reading.narrator,
        "announcing.opening": reading.opening,
        "announcing.say_names": reading.say_names,
        "announcing.disclosure": reading.disclosure,
        "language": show.show.language,
        "wishes.leave_out": reading.leave_out,
        "wishes.keep": reading.keep,
        "wishes.article": reading.article,
        **{f"pacing.{f.name}": _said(show.pace, f.name) for f in fields(Pacing)},
        **{f"mastering.{f.name}": getattr(show.loudness, f.name) for f in fields(Mastering)},
    }
    return Layer(Origin.SHOW, {name: value for name, value in said.items() if value not in ("", (), None)})


def _said(pace: Pacing, name: str) -> Any:  # noqa: ANN401 - a value of any choice
    """What a show file says of its pace; None for what is as ever."""
    value = getattr(pace, name)
    return None if value == getattr(Pacing(), name) else value


def _own_layers(settings: Settings) -> Iterable[Layer]:
    """What the settings hold, by where it comes from."""
    built_in = Settings()
    said: dict[Origin, dict[str, Any]] = {Origin.SHOW: {}, Origin.ENVIRONMENT: {}, Origin.SOURCE: {}, Origin.FLAG: {}}
    for name in CHOICES:
        value = _value(settings, name)
        origin = settings.origins.get(name, Origin.FLAG if value != _value(built_in, name) else Origin.BUILT_IN)
        if origin is not Origin.BUILT_IN:
            said[origin][name] = value
    return (Layer(origin, choices) for origin, choices in said.items())


def _rules(layer: Layer) -> list[ReadingRule]:
    """What a place leaves out and keeps. A show's rules hold for all its pages, and not each of them has everything."""
    must_fit = layer.origin is not Origin.SHOW
    return [ReadingRule(what, keep, must_fit) for name, keep in _RULES.items() for what in layer.said.get(name, ())]


def _over(weaker: Any, stronger: Any) -> Any:  # noqa: ANN401 - values of any choice
    if isinstance(stronger, Mapping):
        return {key: value for key, value in weaker.items() if key not in stronger} | dict(stronger)
    return (*stronger, *weaker) if isinstance(stronger, tuple) else stronger


def _value(settings: Settings, name: str) -> Any:  # noqa: ANN401 - as above
    group, _, choice = name.rpartition(".")
    return getattr(getattr(settings, group) if group else settings, choice)


def _with(settings: Settings, values: Mapping[str, Any]) -> Settings:
    """The settings with other values, by their names; the rules of all places stand for what was left out and kept."""
    own = {name: value for name, value in values.items() if "." not in name}
    for group in _GROUPS:
        inner = {name.partition(".")[2]: value for name, value in values.items() if name.startswith(f"{group}.")}
        own[group] = replace(getattr(settings, group), **inner)
    return replace(settings, **own)
