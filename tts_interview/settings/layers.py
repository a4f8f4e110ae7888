"""Layers of settings: built-in < show file < environment < the source itself < flags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from tts_interview.settings import Origin, Settings
from tts_interview.settings.options import OPTIONS
from tts_interview.settings.parts import ReadingRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tts_interview.settings.showfile import ShowFile

# The fields that the show file or the source may set, and the rules that add up.
_LAYERED = tuple(
    dict.fromkeys(
        (
            *(option.field for option in OPTIONS if option.show_keys or option.front_matter),
            "pacing.rate",
            "reading.interviewers",
            "reading.guests",
        )
    )
)
_RULES = {"reading.leave_out": False, "reading.keep": True}


@dataclass(frozen=True, slots=True)
class Layer:
    """What one place says: values by the dotted names of fields. A field that is missing was not said."""

    origin: Origin
    said: Mapping[str, Any]


def settled(settings: Settings, *layers: Layer) -> Settings:
    """Return the settings in force once these layers are added.

    The strongest place decides. In choices by speaker or label, it decides for those whom it names, and they come last; names
    of interviewers and guests add up, the strongest first. What each place leaves out and keeps becomes `rules`, the strongest
    last. `origins` then says which place decided.
    """
    built_in = Settings()
    found = {name: value_of(built_in, name) for name in _LAYERED}
    rules: list[ReadingRule] = []
    origins: dict[str, Origin] = {}
    for layer in sorted([*layers, *_own_layers(settings)], key=lambda one: one.origin):
        rules += _rules(layer)
        if "pacing.preset" in layer.said:  # the pauses of a weaker place belong to another preset
            found["pacing.pauses"] = {}
        for name, value in layer.said.items():
            if name not in _RULES:
                found[name] = _over(found[name], value)
                origins[name] = layer.origin
    kept = (*settings.reading.rules, *rules)
    return replace(with_values(settings, {**found, "reading.rules": kept}), origins={**settings.origins, **origins})


def show_layer(show: ShowFile) -> Layer:
    """Return what a show file says of every episode; its cast is another layer, which depends on who speaks in one."""
    language = {"reading.language": show.show.language} if show.show.language else {}
    return Layer(Origin.SHOW, {**show.said, **language})


def value_of(settings: Settings, name: str) -> Any:  # noqa: ANN401 - a value of any field
    """Return the value of a field by its dotted name."""
    return attrgetter(name)(settings)


def with_values(settings: Settings, values: Mapping[str, Any]) -> Settings:
    """Return the settings with other values, by the dotted names of fields."""
    found: Settings = _with(settings, values)
    return found


def _with(part: Any, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 - Settings, or a part of it
    own, below = dict[str, Any](), defaultdict[str, dict[str, Any]](dict)
    for name, value in values.items():
        first, dot, rest = name.partition(".")
        (below[first] if dot else own)[rest or first] = value
    return replace(part, **own, **{inner: _with(getattr(part, inner), said) for inner, said in below.items()})


def _own_layers(settings: Settings) -> Iterable[Layer]:
    """Return what the settings hold, by where it comes from."""
    built_in = Settings()
    said: dict[Origin, dict[str, Any]] = {Origin.SHOW: {}, Origin.ENVIRONMENT: {}, Origin.SOURCE: {}, Origin.FLAG: {}}
    for name in _LAYERED:
        value = value_of(settings, name)
        origin = settings.origins.get(name, Origin.FLAG if value != value_of(built_in, name) else Origin.BUILT_IN)
        if origin is not Origin.BUILT_IN:
            said[origin][name] = value
    return (Layer(origin, choices) for origin, choices in said.items())


def _rules(layer: Layer) -> list[ReadingRule]:
    """Return the rules of a place. A show's rules hold for all its pages, and few pages have everything they name."""
    must_fit = layer.origin is not Origin.SHOW
    return [ReadingRule(what, keep, must_fit) for name, keep in _RULES.items() for what in layer.said.get(name, ())]


def _over(weaker: Any, stronger: Any) -> Any:  # noqa: ANN401 - values of any field
    if isinstance(stronger, Mapping):
        return {key: value for key, value in weaker.items() if key not in stronger} | dict(stronger)
    return (*stronger, *weaker) if isinstance(stronger, tuple) else stronger
