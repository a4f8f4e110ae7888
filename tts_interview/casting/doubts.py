"""Find what is wrong or guessed in a cast: voices that are hard to tell apart, and genders; with what settles it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from tts_interview.casting.likeness import ALIKE, in_words
from tts_interview.model import IT_IS_RIGHT, Answer, Doubt, Edit, Gender

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tts_interview.casting.choice import Likeness
    from tts_interview.model import Transcript, Voice

    # How bad it is, from 0 to 1, the speakers, what is wrong in words, and the same without figures.
    _Found = tuple[float, list[str], str, str]

# Only the worst pairs of a crowd are reported, and two voices are offered to choose from.
_MOST_REPORTED = 3
_MOST_OFFERED = 2


@dataclass(frozen=True, slots=True)
class Heard:
    """A cast to check, with the remedies at hand: the other voices of the language, and narrators to leave out."""

    cast: Mapping[str, Voice]
    narrators: Sequence[str]
    voices: Sequence[Voice]
    transcript: Transcript
    alike: Likeness


def guessed_genders(names: Sequence[str], transcript: Transcript) -> Iterator[Doubt]:
    """Yield a doubt about speakers whose voices are women's or men's by guess."""
    if names:
        shown = ", ".join(names[:_MOST_REPORTED]) + (f" and {len(names) - _MOST_REPORTED} more" * (len(names) > _MOST_REPORTED))
        what = f"the text does not say who is a woman and who is a man, and the voices of these are a guess: {shown}"
        if len(names) == 1:
            what = f"the text does not say whether {shown} is a woman or a man, and the voice is a guess"
        sentence = f'{what}; use `casting.genders` "{names[0]}=female" or "{names[0]}=male"'
        known = ("a woman", Gender.FEMALE), ("a man", Gender.MALE)
        # Whoever is answered for is no longer in doubt; the others are asked about again.
        answers = (*(_gender(name, *one) for name in names[:_MOST_REPORTED] for one in known), IT_IS_RIGHT)
        yield Doubt(sentence, f"genders of {', '.join(names)}", 0.5 ** len(names), transcript.turns_of(*names), answers)


def _gender(name: str, what: str, gender: Gender) -> Answer:
    return Answer(f"{name} is {what}", (Edit("set_gender", {"speaker": name, "gender": gender.value}),))


def doubts_of(heard: Heard) -> tuple[Doubt, ...]:
    """Return a doubt for each voice that speakers share, and for each pair of similar voices; the worst first."""
    (shared, alike), transcript = (_shared(heard), _alike(heard)), heard.transcript
    ordered = sorted([*shared, *alike[0]], key=lambda one: (-one[0], -len(one[1])))
    found = [one for one in ordered if one[3] not in transcript.settled]
    doubts = [_doubt(*one, heard) for one in found[:_MOST_REPORTED]]
    rest = len(shared) + alike[1] - (len(ordered) - len(found)) - len(doubts)
    if rest > 0:
        more = f"{rest} more pairs of speakers sound alike or share a voice"
        doubts.append(Doubt(more, "more pairs", doubts[-1].sure if doubts else 1 - ALIKE))
    return tuple(doubts)


def _doubt(figure: float, names: list[str], what: str, key: str, heard: Heard) -> Doubt:
    remedy, answers = _remedy(names, heard)
    return Doubt(f"{what}: {remedy}", key, 1 - figure, heard.transcript.turns_of(*names), (*answers, IT_IS_RIGHT))


def _shared(heard: Heard) -> list[_Found]:
    return [
        (1.0, names, what := f"{', '.join(names[:-1])} and {names[-1]} share the voice {voice.full_name}", what)
        for voice, names in _speakers_by_voice(heard).items()
        if len(names) > 1
    ]


def _alike(heard: Heard) -> tuple[list[_Found], int]:
    """Return the first pairs of speakers for each pair of similar voices, and the count of all such pairs."""
    found, count = [], 0
    order = {name: number for number, name in enumerate(heard.cast)}
    for (voice, names), (other, others) in combinations(_speakers_by_voice(heard).items(), 2):
        figure = heard.alike(voice, other) or 0.0
        if figure > ALIKE:
            count += len(names) * len(others)
            pairs = product(names[:_MOST_REPORTED], others[:_MOST_REPORTED])
            found += [(figure, sorted(pair, key=order.__getitem__)) for pair in pairs]
    found.sort(key=lambda one: [order[name] for name in one[1]])
    return [_found_alike(figure, names, heard) for figure, names in found], count


def _found_alike(figure: float, names: list[str], heard: Heard) -> _Found:
    pair = " and ".join(f"{name} ({heard.cast[name].full_name})" for name in names)
    what = f"{pair} have voices that are {in_words(figure)} (likeness {figure:.2f} of 1)"
    return figure, names, what, f"{pair} sound alike"


def _speakers_by_voice(heard: Heard) -> dict[Voice, list[str]]:
    found: dict[Voice, list[str]] = {}
    for name, voice in heard.cast.items():
        found.setdefault(voice, []).append(name)
    return found


def _remedy(names: Sequence[str], heard: Heard) -> tuple[str, list[Answer]]:
    """Return what gives the last of them a voice unlike all others, or what else helps: in words, and as answers."""
    last = names[-1]
    others = [voice for speaker, voice in heard.cast.items() if speaker != last]
    free = [v for v in heard.voices if v.gender is heard.cast[last].gender and v not in heard.cast.values()]
    figures = {v: max((heard.alike(v, other) or 0.0 for other in others), default=0.0) for v in free}
    better = [v for v, figure in figures.items() if figure <= ALIKE]
    if better:
        best = sorted(better, key=lambda v: (figures[v], v.rank, v.name))[:_MOST_OFFERED]
        answers = [_voice(last, voice) for voice in best]
        return f'choose another voice, such as `casting.voices` "{last}={best[0].full_name}"', answers
    tag = heard.transcript.language
    more = f'no free voice for "{tag}" differs enough; try "tts-interview voices get {tag}" or another `speech.engine`'
    if not set(names) & set(heard.narrators):
        return more, []
    turns = heard.transcript.turns_of(*heard.narrators)
    silent = Answer("Leave the narrator out", tuple(Edit("leave_out", {"turn": turn}) for turn in reversed(turns)))
    return f"{more}, or drop the narrator with `casting.narrator` none", [silent]


def _voice(name: str, voice: Voice) -> Answer:
    return Answer(f"{name} gets the voice {voice.name}", (Edit("set_voice", {"speaker": name, "voice": voice.full_name}),))
