"""Report guesses that may be wrong, each with a figure, with the field of the settings that settles it, and with answers."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice, takewhile
from math import exp

from tts_interview.model import IT_IS_RIGHT, Doubt, Role, Transcript
from tts_interview.parsing import answers
from tts_interview.parsing.asking import SECOND_PERSON, asks, ends_sentence
from tts_interview.parsing.explaining import other_reading, summary_of
from tts_interview.parsing.findings import BY_SCRIPT, Findings, quoted
from tts_interview.parsing.genre import classify, with_article
from tts_interview.parsing.genre_doubts import RULES_OF_GENRE
from tts_interview.parsing.layouts.labels import overlooked
from tts_interview.parsing.page.candidates import key_of
from tts_interview.parsing.page.states import lone_lines
from tts_interview.parsing.people.names import initials_of, length_of
from tts_interview.parsing.people.person import is_stand_in, is_unknown, joint_parts, misspelt, read_label
from tts_interview.parsing.scoring import mean_of

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
# Two questions may be statements by chance.
_LEAST_ASKING_TURNS = 3
# So few turns of nobody named, beside somebody of the same role who has a name, may be theirs: one "Q:" among their labels.
_MOST_SLIPS = 2
# A page that was made to hurt may have more labels that open nothing.
_MOST_STRAYS = 12
# A page may print a title, a subtitle or a byline, and then its first sentence. Of 23 pages with more lines that end like no
# sentence, 14 had a menu, a list or a credit there.
_MOST_OPENING_LINES = 2
_SURE_OF_OPENING = 0.4
# All ten passages of this kind on pages that were not known before were remarks; "you" may still stand for everybody.
_REMARK = re.compile(rf"{SECOND_PERSON.pattern}|(?:\.\s?\.\s?\.|…)\s*$")
_SURE_OF_REMARK = 0.3
_HOST_AND_GUEST = (Role.INTERVIEWER, Role.GUEST)


def with_doubts(found: Findings) -> Transcript:
    """Return the transcript with the guesses that may be wrong, the least sure first.

    Its confidence is at most that of any doubt whether the text is a single interview.
    """
    of_genre = [doubt for rule in RULES_OF_GENRE for doubt in rule(found)]
    doubts = sorted([*of_genre, *(doubt for rule in _RULES for doubt in rule(found))], key=lambda doubt: doubt.sure)
    transcript = replace(found.transcript, doubts=tuple(doubts))
    least = min(of_genre, key=lambda doubt: doubt.sure, default=None)
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
        way = f'compare with "parse --explain"; {BY_SCRIPT}'
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
        what = f'{some} line {said.line} "{quoted(said.text)}", read as {said.speaker} ({said.confidence:.2f} sure)'
        key = f'turn of {said.speaker}: "{quoted(said.text)}" {before[turn]}'
        yield Doubt(
            f"{what}; {BY_SCRIPT}", key, said.confidence, (turn,), answers.about_turn(found.transcript, turn, found.talking)
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
        what = f'line {block.line}: "{quoted(block.text)}" may be talk or not, and is {now} ({_sure(margin):.2f} sure)'
        sentence = f"{what}; for the opposite, use `{way}` {block.line}"
        key = f'{now}: "{quoted(block.text)}" {before[index]}'
        left_out = answers.about_left_out(found.transcript, block, entry)
        turns, offered = ((), left_out) if out else answers.about_spoken(found.transcript, block)
        yield Doubt(sentence, key, _sure(margin), turns, offered)


def _about_remarks(found: Findings) -> Iterator[Doubt]:
    """Yield remarks between two answers of one turn, where paragraphs alternate: they say "you", or break off."""
    turns = found.transcript.turns
    lengths = {n: len(turn.paragraphs) for n, turn in enumerate(turns) if turn.role is Role.GUEST}
    *others, _ = lengths.values() or (0,)
    regular = all(length % 2 for length in others) and 1 in others
    plain = found.judged.segmentation.layout == "questions" and found.judged.signs["unmarked"] > 0
    for n in (n for n, length in lengths.items() if plain and regular and length % 2):
        said, host = turns[n].paragraphs, turns[n - 1].speaker
        if remarks := [place for place in range(1, len(said), 2) if _REMARK.search(said[place].text)]:
            first = quoted(said[remarks[0]].text)
            read = f"is read as {turns[n].speaker} ({_SURE_OF_REMARK:.2f} sure), and may be a remark of {host}; {BY_SCRIPT}"
            offered = answers.about_remarks(n, remarks, host, turns[n].speaker)
            yield Doubt(f'line {said[remarks[0]].line}: "{first}" {read}', f'remark: "{first}"', _SURE_OF_REMARK, (n,), offered)


def _about_opening(found: Findings) -> Iterator[Doubt]:
    """Yield the lines that the narrator reads above the first sentence where they are many: a menu, or a list."""
    opening, title = found.transcript.turns[0], found.transcript.title
    if opening.role is not Role.NARRATOR or not found.is_guess:
        return
    lines = [*takewhile(lambda paragraph: not ends_sentence(paragraph.text.strip()), opening.paragraphs)]
    others = [line for line in lines if line.text != title]
    if len(lines) <= _MOST_OPENING_LINES or not others:
        return
    first, last = others[0], others[-1]
    shown = f'lines {first.line} to {last.line} ("{quoted(first.text)}")'
    what = f"{shown} may be a menu or a list, and are read aloud before the first sentence ({_SURE_OF_OPENING:.2f} sure)"
    way = f"to leave them out, use `reading.leave_out` {first.line}-{last.line}; if the title is wrong, give `reading.title`"
    offered = answers.about_opening([line.text for line in lines], title)
    yield Doubt(f"{what}; {way}", "opening lines", _SURE_OF_OPENING, (0,), offered)


# -- the people ------------------------------------------------------------------------------------------------------


def _about_labels(found: Findings) -> Iterator[Doubt]:
    known = {speaker.name: speaker for speaker in found.talking}
    for label, person in found.people.items():
        lines, name = found.lines.get(label, (1,)), read_label(label).name
        if person.stage or label in found.wishes.aliases or person.name not in known:
            continue
        speaker, where, key = known[person.name], f'line {lines[0]}: "{label}"', f"label {label}"
        sure, parts = speaker.confidence, joint_parts(name)
        several = len(parts) > 1 and name != person.name and key_of(name) != initials_of(person.name)
        if not several and (key_of(name) == key_of(person.name) or not misspelt(key_of(name), key_of(person.name))):
            continue
        own = (n for n, turn in enumerate(found.transcript.turns) if turn.speaker == speaker.name and turn.line in lines)
        turns = tuple(own)
        if several:
            named = {word for part in parts for word in part.split()}
            others = [s for s in found.talking if s is not speaker and named & set(s.name.casefold().split())]
            what = f"{where} names several people and is read as {person.name} ({sure:.2f} sure); for another"
            offered = answers.about_joint(turns, name, speaker, others)
        else:
            what = f"{where} is read as {person.name} ({sure:.2f} sure); if that is wrong"
            offered = answers.about_spelling(found.transcript, turns, name, speaker)
        yield Doubt(f'{what}, use `reading.aliases` "{label}=NAME"', key, sure, turns, offered)


def _about_overlooked(found: Findings) -> Iterator[Doubt]:
    """Yield what looks like a label, stands once, and is read aloud by whoever spoke before."""
    page, turns = found.judged.page, found.transcript.turns
    strays = islice(overlooked(page, found.judged.segmentation.marks), _MOST_STRAYS) if found.is_guess else ()
    placed = ((mark.label, answers.label_in(found.transcript, page.blocks[mark.block], mark.label)) for mark in strays)
    for label, place in {label: place for label, place in placed if place}.items():
        said = turns[place["turn"]]
        line = said.paragraphs[place["paragraph"]].line
        what = f'line {line}: "{label}" looks like a label and is read aloud by {said.speaker}'
        person = found.people[label].name if label in found.people else read_label(label).name
        offered = answers.about_overlooked(found.transcript, place, person)
        sentence = f'{what}; if {label} speaks there, use `reading.aliases` "{label}={person}"'
        yield Doubt(sentence, f"overlooked label {label}", 0.5, (place["turn"],), offered)


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
        sure, shown, does = 0.2, f"and asks nothing in {len(asked)} turns", "asks"
    elif len(hosts) == len(guests) == 1 and mean_of(asked) <= mean_of(answered):
        sure, shown, does = 0.5, f"({mean_of(asked):.0%} of their turns ask)", "is"
    else:
        return
    way = f'if {guests[0].name} {does}, use `reading.interviewers` "{guests[0].name}"'
    yield Doubt(f"{hosts[0].name} is read as the interviewer {shown}; {way}", key, sure, turns, offered)


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


_RULES: tuple[Callable[[Findings], Iterator[Doubt]], ...] = (
    _about_genre,
    _about_reading,
    _about_turns,
    _about_passages,
    _about_opening,
    _about_remarks,
    _about_labels,
    _about_overlooked,
    _about_names,
    _about_roles,
    _about_shares,
)


def _repeats(texts: Iterable[str]) -> list[int]:
    """Return for each text how many of those before it are quoted in the same words."""
    known: Counter[str] = Counter()
    numbers = []
    for words in map(quoted, texts):
        numbers.append(known[words])
        known[words] += 1
    return numbers


def _sure(margin: float) -> float:
    """Return the probability that the better of two paths is right."""
    return 1 / (1 + exp(-margin))
