"""Report guesses that may be wrong, each with a figure, with the field of the settings that settles it, and with answers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from math import exp
from typing import TYPE_CHECKING

from tts_interview.language.comparing import letters_and_digits
from tts_interview.model import IT_IS_RIGHT, Doubt, Role
from tts_interview.parsing import answers
from tts_interview.parsing.asking import SECOND_PERSON, asks
from tts_interview.parsing.explaining import other_reading, summary_of
from tts_interview.parsing.genre import classify, with_article
from tts_interview.parsing.layouts.labels import asks_or_answers, overlooked
from tts_interview.parsing.page.candidates import key_of
from tts_interview.parsing.page.states import lone_lines
from tts_interview.parsing.people.names import initials_of, length_of
from tts_interview.parsing.people.person import is_stand_in, is_unknown, joint_parts, misspelt, read_label
from tts_interview.parsing.scoring import mean_of
from tts_interview.parsing.segmentation import ANSWER, CLOSING, NARRATION, QUESTION
from tts_interview.parsing.vocabulary import any_of, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tts_interview.model import Speaker, Transcript
    from tts_interview.parsing.deciding import Considered, Judged
    from tts_interview.parsing.people.person import Person
    from tts_interview.parsing.preparing import Prepared
    from tts_interview.settings.parts import ReadingSettings

# Below these probabilities a page may be no interview, its turns may be wrong, and so may one turn.
DOUBTED_BELOW = 0.7
# Of an earlier parser's readings, six in seven bad ones were below this, and three in a hundred good ones.
RIGHT_BELOW = 0.82
TURN_BELOW = 0.5
# One voice with more of the words has swallowed others, unless these ask and its turns are short, as in an interview by letter.
_ONE_VOICE = 0.9
_LONG_TURNS_WORDS = 400
_MOSTLY_ASK = 0.5
_MOST_WORDS = 0.5
# The best paths with a block as talk and without it score alike: two to one at most on a web page, where much is not talk. In
# a text, where nearly all is, every seventh interview that is read right has such a passage, so there they must be closer.
_UNCLEAR_ON_PAGE, _UNCLEAR_IN_TEXT = 0.7, 0.2
_LEAST_UNCLEAR_WORDS = 5
_MOST_QUOTED = 3
_QUOTED_CHARS = 60
# Two questions may be statements by chance.
_LEAST_ASKING_TURNS = 3
_BY_SCRIPT = 'to correct it, edit the script that "parse --format script" makes'
# Shorter questions return in any long talk; of those that several people answer, most do.
_LEAST_QUESTION_WORDS, _MOSTLY_AGAIN = 4, 0.5
_LEAST_REPORTS = 2
# So few turns of nobody named, beside somebody of the same role who has a name, may be theirs: one "Q:" among their labels.
_MOST_SLIPS = 2
_SAYING = any_of("saying")
_ADVICE = re.compile(any_of("advice_words"), re.I)
_FOR_ONESELF = re.compile(any_of("asks_for_oneself"), re.I)
_LEAST_OWN, _SHARE_OF_OWN = 2, 0.25
_PLAY = re.compile(rf"\W{{0,3}}(?:{any_of('play_words')})", re.I)
_BLOCKS_OF_A_PLAY, _LEAST_DIRECTIONS, _LONGEST_DIRECTION_CHARS = 60, 2, 120
_SALUTATIONS = frozenset(words_of("salutations"))
# A page that was made to hurt may have more labels that open nothing.
_MOST_STRAYS = 12
_LEAST_TWICE, _MOSTLY_TWICE = 3, 0.5
_HOST_AND_GUEST = (Role.INTERVIEWER, Role.GUEST)


@dataclass(frozen=True)
class Findings:
    """What is known of a page that was read, for the doubts about it; `lines` has the lines on which each label stands."""

    prepared: Prepared
    considered: Sequence[Considered]
    judged: Judged
    people: Mapping[str, Person]
    lines: Mapping[str, Sequence[int]]
    transcript: Transcript
    wishes: ReadingSettings

    @cached_property
    def talking(self) -> list[Speaker]:
        """The speakers without the narrator."""
        return [speaker for speaker in self.transcript.speakers if speaker.role is not Role.NARRATOR]

    @cached_property
    def shares(self) -> dict[str, float]:
        """The share of each speaker's words, by name, without the narrator's."""
        words: Counter[str] = Counter()
        for turn in self.transcript.turns:
            if turn.role is not Role.NARRATOR:
                words[turn.speaker] += round(length_of(turn.text)) or 1
        total = words.total()
        return {name: count / total for name, count in words.items()}

    @property
    def is_guess(self) -> bool:
        """The format does not name the speakers itself."""
        return self.judged.segmentation.layout != "voices"


def with_doubts(found: Findings) -> Transcript:
    """Return the transcript with the guesses that may be wrong, the least sure first.

    As a whole, it is no surer than the doubts whether the text is one interview at all.
    """
    of_whole = [doubt for rule in _RULES_OF_WHOLE for doubt in rule(found)]
    doubts = sorted([*of_whole, *(doubt for rule in _RULES for doubt in rule(found))], key=lambda doubt: doubt.sure)
    transcript = replace(found.transcript, doubts=tuple(doubts))
    least = min(of_whole, key=lambda doubt: doubt.sure, default=None)
    if not least or least.sure >= transcript.confidence:
        return transcript
    return replace(transcript, confidence=least.sure, why=f"{transcript.why}; doubted ({least.key}): {least.sure:.2f}")


# -- the whole page --------------------------------------------------------------------------------------------------


def _about_genre(found: Findings) -> Iterator[Doubt]:
    sure = found.judged.interview
    if found.is_guess and sure < DOUBTED_BELOW and not found.wishes.as_interview:
        kind, sign = classify(found.prepared.document, found.judged.page, found.judged)
        what = f"the page may not be an interview ({sure:.2f} sure) but {with_article(kind)}: {sign}"
        way = "use `reading.as_interview` if it is one, or `reading.narrate` to have one voice read it"
        yield Doubt(f"{what}; {way}", f"interview or {kind}", sure, (), (answers.one_voice(found.transcript), IT_IS_RIGHT))


def _about_reading(found: Findings) -> Iterator[Doubt]:
    sure = found.judged.right
    if found.is_guess and sure < RIGHT_BELOW:
        other = other_reading(found.considered)
        shown = summary_of(found.considered[0])
        rival = f", or {summary_of(other)}" if other else ""
        way = f'compare with "parse --explain"; {_BY_SCRIPT}'
        yield Doubt(f"the turns may be wrong ({sure:.2f} sure): {shown}{rival}; {way}", f"reading as {shown}", sure)


def _about_turns(found: Findings) -> Iterator[Doubt]:
    """Yield the turns whose speaker is unsure; the first sentence says how many they are."""
    turns = found.transcript.turns
    unsure = [n for n, t in enumerate(turns) if t.confidence < TURN_BELOW and t.role is not Role.NARRATOR]
    if found.judged.right < RIGHT_BELOW:
        return
    before = _repeats(turn.text for turn in turns) if unsure else ()
    for number, turn in enumerate(sorted(unsure, key=lambda n: turns[n].confidence)):
        said = turns[turn]
        some = f"{len(unsure)} turns are unsure, most of all" if len(unsure) > 1 and not number else "unsure is"
        what = f'{some} line {said.line} "{_quoted(said.text)}", read as {said.speaker} ({said.confidence:.2f} sure)'
        key = f'turn of {said.speaker}: "{_quoted(said.text)}" {before[turn]}'
        yield Doubt(
            f"{what}; {_BY_SCRIPT}", key, said.confidence, (turn,), answers.about_turn(found.transcript, turn, found.talking)
        )


def _about_passages(found: Findings) -> Iterator[Doubt]:
    """Yield the passages that are neither clearly talk nor clearly furniture, and lines like headings among the talk."""
    page, kept = found.prepared.page, found.prepared.kept
    is_page = any(block.holder for block in page.blocks)
    most = _UNCLEAR_ON_PAGE if is_page else _UNCLEAR_IN_TEXT
    unclear = [
        (abs(state.margin), index)
        for index, state in found.judged.states.items()
        if abs(state.margin) < most and index not in kept and page.places[index].words >= _LEAST_UNCLEAR_WORDS
    ]
    known = {index for _, index in unclear} | kept
    marks = found.judged.segmentation.marks
    lines = lone_lines(found.judged.page, marks) if marks and found.is_guess else ()
    unclear += [(0.0, i) for i in lines if i not in known and answers.is_spoken(found.transcript, page.blocks[i])]
    before = _repeats(block.text for block in page.blocks) if unclear else ()
    for margin, index in sorted(unclear)[:_MOST_QUOTED]:
        block = page.blocks[index]
        entry = answers.entry_of(found.transcript, block)
        state = found.judged.states.get(index)
        out = entry is not None or (state is not None and state.margin > 0)
        now, way = ("left out", "reading.keep") if out else ("spoken", "reading.leave_out")
        what = f'line {block.line}: "{_quoted(block.text)}" may be talk or not, and is {now} ({_sure(margin):.2f} sure)'
        sentence = f"{what}; for the opposite, use `{way}` {block.line}"
        key = f'{now}: "{_quoted(block.text)}" {before[index]}'
        if out:
            yield Doubt(sentence, key, _sure(margin), (), answers.about_left_out(found.transcript, block, entry))
        else:
            yield Doubt(sentence, key, _sure(margin), *answers.about_spoken(found.transcript, block))


# -- the people ------------------------------------------------------------------------------------------------------


def _about_labels(found: Findings) -> Iterator[Doubt]:
    known = {speaker.name: speaker for speaker in found.talking}
    for label, person in found.people.items():
        lines, name = found.lines.get(label, (1,)), read_label(label).name
        if person.stage or label in found.wishes.aliases or person.name not in known:
            continue
        speaker, where, key = known[person.name], f'line {lines[0]}: "{label}"', f"label {label}"
        sure, parts = speaker.confidence, joint_parts(name)
        if len(parts) > 1 and name != person.name and key_of(name) != initials_of(person.name):
            named = {word for part in parts for word in part.split()}
            others = [s for s in found.talking if s is not speaker and named & set(s.name.casefold().split())]
            turns = _turns_on(lines, speaker.name, found.transcript)
            what = f"{where} names several people and is read as {person.name} ({sure:.2f} sure)"
            sentence = f'{what}; for another, use `reading.aliases` "{label}=NAME"'
            yield Doubt(sentence, key, sure, turns, answers.about_joint(turns, name, speaker, others))
        elif key_of(name) != key_of(person.name) and misspelt(key_of(name), key_of(person.name)):
            turns = _turns_on(lines, speaker.name, found.transcript)
            what = f"{where} is read as {person.name} ({sure:.2f} sure)"
            sentence = f'{what}; if that is wrong, use `reading.aliases` "{label}=NAME"'
            yield Doubt(sentence, key, sure, turns, answers.about_spelling(found.transcript, turns, name, speaker))


def _about_overlooked(found: Findings) -> Iterator[Doubt]:
    """Yield what looks like a label, stands once, and is read aloud by whoever spoke before."""
    page, turns = found.judged.page, found.transcript.turns
    strays = islice(overlooked(page, found.judged.segmentation.marks), _MOST_STRAYS) if found.is_guess else ()
    placed = ((mark.label, answers.label_in(found.transcript, page.blocks[mark.block], mark.label)) for mark in strays)
    for label, place in {label: place for label, place in placed if place}.items():
        said = turns[place.turn]
        what = f'line {said.paragraphs[place.paragraph].line}: "{label}" looks like a label and is read aloud by {said.speaker}'
        person = found.people[label].name if label in found.people else read_label(label).name
        offered = answers.about_overlooked(found.transcript, place, person)
        sentence = f'{what}; if {label} speaks there, use `reading.aliases` "{label}={person}"'
        yield Doubt(sentence, f"overlooked label {label}", 0.5, (place.turn,), offered)


def _about_names(found: Findings) -> Iterator[Doubt]:
    nobody = [s for s in found.talking if is_stand_in(s.name)]
    share = sum(found.shares.get(speaker.name, 0.0) for speaker in nobody)
    turns_of = found.transcript.turns_of
    for speaker in nobody:
        alike = any(s.role is speaker.role and s not in nobody for s in found.talking)
        is_slip = alike and speaker.role in _HOST_AND_GUEST and len(turns_of(speaker.name)) <= _MOST_SLIPS
        if (is_unknown(speaker.name) or is_slip) and share <= _MOST_WORDS:
            words = f"{found.shares.get(speaker.name, 0.0):.0%} of the words"
            way = f'if you know it, use `reading.aliases` "{speaker.name}=NAME"'
            sentence = f'"{speaker.name}" has no name in the text ({words}); {way}'
            offered = answers.about_name(speaker, found.talking)
            yield Doubt(sentence, f"name of {speaker.name}", speaker.confidence, turns_of(speaker.name), offered)
    if share > _MOST_WORDS:
        main = max(nobody, key=lambda speaker: found.shares.get(speaker.name, 0.0))
        names = [speaker.name for speaker in nobody]
        what = f"most words ({share:.0%}) belong to nobody named ({', '.join(names)})"
        sentence = f'{what}; if you know a name, use `reading.aliases` "{main.name}=NAME"'
        yield Doubt(sentence, f"name of {main.name}", 1 - share, turns_of(*names), answers.about_name(main, found.talking))


def _about_roles(found: Findings) -> Iterator[Doubt]:
    hosts, guests = ([s for s in found.talking if s.role is role] for role in _HOST_AND_GUEST)
    if not found.talking or found.wishes.interviewers:
        return
    if not hosts:
        name = found.talking[0].name
        sentence = f'no speaker seems to be the interviewer; if {name} is, use `reading.interviewers` "{name}"'
        people = found.talking[:_MOST_QUOTED]
        yield Doubt(sentence, "no interviewer", 0.5, (), (*(answers.asks(person.name) for person in people), IT_IS_RIGHT))
        return
    asked, answered = ([asks(turn.text) for turn in found.transcript.turns if turn.role is role] for role in _HOST_AND_GUEST)
    key, turns = f"interviewer {hosts[0].name}", found.transcript.turns_of(*(host.name for host in hosts))
    offered = (*(answers.asks(guest.name, hosts) for guest in guests[:1]), IT_IS_RIGHT)
    if guests and not any(asked) and len(asked) >= _LEAST_ASKING_TURNS:
        what = f"{hosts[0].name} is read as the interviewer and asks nothing in {len(asked)} turns"
        sentence = f'{what}; if {guests[0].name} asks, use `reading.interviewers` "{guests[0].name}"'
        yield Doubt(sentence, key, 0.2, turns, offered)
    elif len(hosts) == len(guests) == 1 and mean_of(asked) <= mean_of(answered):
        what = f"{hosts[0].name} is read as the interviewer ({mean_of(asked):.0%} of their turns ask)"
        sentence = f'{what}; if {guests[0].name} is, use `reading.interviewers` "{guests[0].name}"'
        yield Doubt(sentence, key, 0.5, turns, offered)


def _about_rounds(found: Findings) -> Iterator[Doubt]:
    """Yield that the same questions are asked again, as of several people in turn of whom only headings tell.

    A label with a name says who answers.
    """
    asked: dict[str, list[int]] = defaultdict(list)
    turns = [turn for turn in found.transcript.turns if turn.role is Role.INTERVIEWER]
    for turn in turns:
        if length_of(turn.text) >= _LEAST_QUESTION_WORDS:
            asked[letters_and_digits(turn.text)].append(turn.line)
    again = [lines for lines in asked.values() if len(lines) > 1]
    guests = [speaker for speaker in found.talking if speaker.role is Role.GUEST]
    if len(guests) != 1 or not all(map(asks_or_answers, guests[0].labels)):
        return
    if len(again) > 1 and sum(map(len, again)) >= _MOSTLY_AGAIN * len(turns):
        what = f"line {again[0][1]} asks what line {again[0][0]} asked: someone other than {guests[0].name} may answer"
        yield Doubt(f"{what}; {_BY_SCRIPT}", f"rounds of {guests[0].name}", 0.4, (), (IT_IS_RIGHT,))


def _about_reports(found: Findings) -> Iterator[Doubt]:
    """Yield that what somebody answers tells what they say, as in an article below the questions: "says Reed"."""
    if _names_on_page(found):
        return
    for guest in found.talking:
        if guest.role is not Role.GUEST or is_stand_in(guest.name):
            continue
        name = rf"(?:{re.escape(guest.name)}|{re.escape(guest.name.split()[-1])})"
        told = re.compile(rf"\b(?:(?:{_SAYING})\s+{name}|{name}\s+(?:{_SAYING}))\b")
        own = ((n, told.search(turn.text)) for n, turn in enumerate(found.transcript.turns) if turn.speaker == guest.name)
        turns = {n: words[0] for n, words in own if words}
        if len(turns) >= _LEAST_REPORTS:
            quoted = next(iter(turns.values()))
            sentence = f'{len(turns)} turns of {guest.name} contain words like "{quoted}", as if someone else wrote them'
            way = "use `reading.narrate` if one voice shall read the text"
            offered = (answers.one_voice(found.transcript), IT_IS_RIGHT)
            yield Doubt(f"{sentence}; {way}", f"reports of {guest.name}", 0.3, tuple(turns), offered)


def _about_advice(found: Findings) -> Iterator[Doubt]:
    """Yield that a page on interviews in general, "questions to ask", may answer them itself, where nobody is named."""
    named = [speaker for speaker in found.talking if not is_stand_in(speaker.name)]
    if named or any(not asks_or_answers(label) for label in _names_on_page(found)) or found.wishes.as_interview:
        return
    texts = (found.transcript.title, *(turn.text for turn in found.transcript.turns))
    words = next((hit[0] for hit in map(_ADVICE.search, texts) if hit), "")
    if words:
        way = "use `reading.as_interview` if somebody is interviewed, or `reading.narrate` to have one voice read it"
        sentence = f'no speaker is named, and the page mentions "{words}", as advice on interviews does; {way}'
        yield Doubt(sentence, "advice", 0.4, (), (answers.one_voice(found.transcript), IT_IS_RIGHT))


def _about_questions_of_all(found: Findings) -> Iterator[Doubt]:
    """Yield that the questions are those of visitors or buyers, "Can I bring my dog?", where nobody is named."""
    if found.wishes.as_interview or not all(is_stand_in(speaker.name) for speaker in found.talking):
        return
    asked = [turn.text for turn in found.transcript.turns if turn.role is Role.INTERVIEWER]
    own = [text for text in asked if _FOR_ONESELF.search(text) and not SECOND_PERSON.search(text)]
    if len(own) >= _LEAST_OWN and len(own) >= _SHARE_OF_OWN * len(asked):
        way = "use `reading.as_interview` if somebody is interviewed, or `reading.narrate` to have one voice read it"
        sentence = f'nobody is named, and {len(own)} questions ask what the reader may do, such as "{_quoted(own[0])}"; {way}'
        yield Doubt(sentence, "questions of all", 0.4, (), (answers.one_voice(found.transcript), IT_IS_RIGHT))


def _about_letters(found: Findings) -> Iterator[Doubt]:
    """Yield that a label opens letters, "Dear Ida:", which a paper prints with its answers."""
    label = next((label for label in _names_on_page(found) if key_of(label).split()[0] in _SALUTATIONS), "")
    if label and found.is_guess and not found.wishes.as_interview:
        way = "use `reading.as_interview` if they talk, or `reading.narrate` to have one voice read it"
        sentence = f'"{label}" opens a letter, so the text may be letters and their answers; {way}'
        yield Doubt(sentence, "letters", 0.4, (), (answers.one_voice(found.transcript), IT_IS_RIGHT))


def _about_play(found: Findings) -> Iterator[Doubt]:
    """Yield that a text has the stage directions and headings of a play."""
    lines = (line for block in found.prepared.page.blocks[:_BLOCKS_OF_A_PLAY] for line in block.text.split("\n"))
    hits = (" ".join(hit[0].split()) for line in lines if len(line) <= _LONGEST_DIRECTION_CHARS and (hit := _PLAY.match(line)))
    words = list({hit.split()[0].casefold(): hit for hit in hits}.values())  # "Act I" and "Act II" say one thing
    if len(words) >= _LEAST_DIRECTIONS and found.is_guess and not found.wishes.as_interview:
        way = "use `reading.as_interview` if it is an interview, or `reading.narrate` to have one voice read it"
        sentence = f'the text may be a play: it has "{_quoted(words[0])}" and "{_quoted(words[1])}"; {way}'
        yield Doubt(sentence, "play", 0.4, (), (answers.one_voice(found.transcript), IT_IS_RIGHT))


def _about_scripts(found: Findings) -> Iterator[Doubt]:
    """Yield that turns have paragraphs in Latin letters and in others, as pages in two languages print each of them twice."""
    turns = found.transcript.turns
    sides = answers.by_script(found.transcript)
    both = [n for n, (latin, other) in sides.items() if latin and other]
    talking = sum(turn.role is not Role.NARRATOR for turn in turns)
    if len(both) >= _LEAST_TWICE and len(both) >= _MOSTLY_TWICE * talking:
        what = f"{len(both)} turns have paragraphs in Latin letters and in others, as if each was printed in two languages"
        offered = answers.about_scripts(sides)
        yield Doubt(f"{what}; {_BY_SCRIPT}", "two scripts", 0.3, tuple(both), offered)


def _about_shares(found: Findings) -> Iterator[Doubt]:
    if not found.is_guess or found.wishes.as_interview:
        return
    name, share = max(found.shares.items(), key=lambda said: said[1], default=("", 0.0))
    if share <= _ONE_VOICE:
        return
    own = [length_of(turn.text) for turn in found.transcript.turns if turn.speaker == name]
    others = [asks(t.text) for t in found.transcript.turns if t.speaker != name and t.role is not Role.NARRATOR]
    if mean_of(others) < _MOSTLY_ASK or sum(own) > _LONG_TURNS_WORDS * len(own):
        way = "use `reading.as_interview` if that is right, or `reading.narrate` to have one voice read it"
        sentence = f"{name} says {share:.0%} of the words, so turns of others may be lost; {way}"
        yield Doubt(sentence, f"share of {name}", 1 - share, (), (answers.one_voice(found.transcript), IT_IS_RIGHT))


_Rules = tuple["Callable[[Findings], Iterator[Doubt]]", ...]
# Those on which the confidence of the transcript rests already, and those on a part of it.
_RULES: _Rules = (
    _about_genre,
    _about_reading,
    _about_turns,
    _about_passages,
    _about_labels,
    _about_overlooked,
    _about_names,
    _about_roles,
    _about_shares,
)
_RULES_OF_WHOLE: _Rules = (
    _about_rounds,
    _about_reports,
    _about_advice,
    _about_questions_of_all,
    _about_letters,
    _about_play,
    _about_scripts,
)


def _names_on_page(found: Findings) -> list[str]:
    """Return the labels that words of the page stand for."""
    return [label for label in found.people if label not in (QUESTION, ANSWER, NARRATION, CLOSING)]


def _repeats(texts: Iterable[str]) -> list[int]:
    """Return for each text how many of those before it are quoted in the same words."""
    known: Counter[str] = Counter()
    numbers = []
    for quoted in map(_quoted, texts):
        numbers.append(known[quoted])
        known[quoted] += 1
    return numbers


def _turns_on(lines: Sequence[int], speaker: str, transcript: Transcript) -> tuple[int, ...]:
    """Return the turns of a speaker whose label stands on one of some lines."""
    return tuple(n for n, turn in enumerate(transcript.turns) if turn.speaker == speaker and turn.line in lines)


def _sure(margin: float) -> float:
    """Return the probability that the better of two paths is right."""
    return 1 / (1 + exp(-margin))


def _quoted(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _QUOTED_CHARS else words[: _QUOTED_CHARS - 1].rstrip() + "…"
