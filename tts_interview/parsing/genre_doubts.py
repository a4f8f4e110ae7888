"""Doubt whether a text is one interview at all: it may be a play, letters, advice, or the words of several people in turn."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from tts_interview.language.comparing import letters_and_digits
from tts_interview.model import IT_IS_RIGHT, Doubt, Role
from tts_interview.parsing import answers
from tts_interview.parsing.asking import FIRST_PERSON, SECOND_PERSON
from tts_interview.parsing.findings import BY_SCRIPT, Findings, quoted
from tts_interview.parsing.layouts.labels import asks_or_answers
from tts_interview.parsing.page.candidates import key_of
from tts_interview.parsing.people.names import length_of
from tts_interview.parsing.people.person import is_stand_in
from tts_interview.parsing.vocabulary import any_of, words_of

_UNLIKELY = 0.4
# Shorter questions return in any long talk; of those that several people answer, most do.
_LEAST_QUESTION_WORDS, _MOSTLY_AGAIN = 4, 0.5
_LEAST_REPORTS = 2
_SAYING = any_of("saying")
_ADVICE = re.compile(any_of("advice_words"), re.I)
_FOR_ONESELF = re.compile(any_of("asks_for_oneself"), re.I)
_FAQ_TITLE = re.compile(rf"(?:{any_of('faq_titles')})\b", re.I)
# Languages whose sentences name I and you: in others the verb alone does.
_WITH_PRONOUNS, _LEAST_TURNS_OF_A_QUIZ, _NEARLY_ALL = ("en", "de", "fr"), 8, 0.9
_LEAST_OWN, _SHARE_OF_OWN = 2, 0.25
_PLAY = re.compile(rf"\W{{0,3}}(?:{any_of('play_words')})", re.I)
_BLOCKS_OF_A_PLAY, _LEAST_DIRECTIONS, _LONGEST_DIRECTION_CHARS = 60, 2, 120
_SALUTATIONS = frozenset(words_of("salutations"))
_LEAST_TWICE, _MOSTLY_TWICE = 3, 0.5


def _about_rounds(found: Findings) -> Iterator[Doubt]:
    """Yield a doubt if questions return, as on pages that ask several people in turn and name them only in headings.

    Labels with names rule that out.
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
        yield Doubt(f"{what}; {BY_SCRIPT}", f"rounds of {guests[0].name}", _UNLIKELY, (), (IT_IS_RIGHT,))


def _about_reports(found: Findings) -> Iterator[Doubt]:
    """Yield a doubt if answers quote the guest in the third person, as an article does: "says Reed"."""
    if found.names_on_page:
        return
    for guest in found.talking:
        if guest.role is not Role.GUEST or is_stand_in(guest.name):
            continue
        name = rf"(?:{re.escape(guest.name)}|{re.escape(guest.name.split()[-1])})"
        told = re.compile(rf"\b(?:(?:{_SAYING})\s+{name}|{name}\s+(?:{_SAYING}))\b")
        own = ((n, told.search(turn.text)) for n, turn in enumerate(found.transcript.turns) if turn.speaker == guest.name)
        turns = {n: words[0] for n, words in own if words}
        if len(turns) >= _LEAST_REPORTS:
            said = next(iter(turns.values()))
            sentence = f'{len(turns)} turns of {guest.name} contain words like "{said}", as if someone else wrote them'
            way = "use `reading.narrate` if one voice shall read the text"
            offered = (answers.one_voice(found.transcript), IT_IS_RIGHT)
            yield Doubt(f"{sentence}; {way}", f"reports of {guest.name}", 0.3, tuple(turns), offered)


def _about_advice(found: Findings) -> Iterator[Doubt]:
    """Yield a doubt if a page names no speaker and gives advice on interviews: "questions to ask"."""
    named = [speaker for speaker in found.talking if not is_stand_in(speaker.name)]
    if named or any(not asks_or_answers(label) for label in found.names_on_page) or found.wishes.as_interview:
        return
    texts = (found.transcript.title, *(turn.text for turn in found.transcript.turns))
    words = next((hit[0] for hit in map(_ADVICE.search, texts) if hit), "")
    if words:
        yield _no_interview(found, f'the page names no speaker, and mentions "{words}", as advice on interviews does', "advice")


def _about_questions_of_all(found: Findings) -> Iterator[Doubt]:
    """Yield a doubt if a page names no speaker and asks for visitors or buyers: "Can I bring my dog?"."""
    if found.wishes.as_interview or not all(is_stand_in(speaker.name) for speaker in found.talking):
        return
    asked = [turn.text for turn in found.transcript.turns if turn.role is Role.INTERVIEWER]
    own = [text for text in asked if _FOR_ONESELF.search(text) and not SECOND_PERSON.search(text)]
    if len(own) >= _LEAST_OWN and len(own) >= _SHARE_OF_OWN * len(asked):
        yield _no_interview(
            found,
            f'the page names no speaker, and {len(own)} questions ask what the reader may do, such as "{quoted(own[0])}"',
            "questions of all",
        )


def _about_faq(found: Findings) -> Iterator[Doubt]:
    """Yield a doubt if a page that names no speaker is called a FAQ, or if in all of it nobody says "you" or "I"."""
    if found.wishes.as_interview or not all(is_stand_in(speaker.name) for speaker in found.talking):
        return
    said = [turn.text for turn in found.transcript.turns if turn.role is not Role.NARRATOR]
    nobody = sum(not (SECOND_PERSON.search(text) or FIRST_PERSON.search(text)) for text in said)
    if words := _FAQ_TITLE.match(found.transcript.title):
        yield _no_interview(found, f'the page names no speaker, and its title says "{words[0]}"', "faq")
    elif nobody >= max(_LEAST_TURNS_OF_A_QUIZ, _NEARLY_ALL * len(said)) and found.transcript.language[:2] in _WITH_PRONOUNS:
        sign = f'{nobody} of {len(said)} turns say neither "I" nor "you", as in a quiz'
        yield _no_interview(found, f"the page names no speaker, and {sign}", "quiz")


def _about_letters(found: Findings) -> Iterator[Doubt]:
    """Yield a doubt if a label is a salutation, "Dear Ida:", as in letters that a paper answers."""
    label = next((label for label in found.names_on_page if key_of(label).split()[0] in _SALUTATIONS), "")
    if label and found.is_guess and not found.wishes.as_interview:
        yield _no_interview(found, f'"{label}" opens a letter, so the page may print letters and replies', "letters")


def _about_play(found: Findings) -> Iterator[Doubt]:
    """Yield a doubt if a text has the stage directions and headings of a play."""
    lines = (line for block in found.prepared.page.blocks[:_BLOCKS_OF_A_PLAY] for line in block.text.split("\n"))
    hits = (" ".join(hit[0].split()) for line in lines if len(line) <= _LONGEST_DIRECTION_CHARS and (hit := _PLAY.match(line)))
    words = list({hit.split()[0].casefold(): hit for hit in hits}.values())  # "Act I" and "Act II" say one thing
    if len(words) >= _LEAST_DIRECTIONS and found.is_guess and not found.wishes.as_interview:
        yield _no_interview(found, f'the text may be a play: it has "{quoted(words[0])}" and "{quoted(words[1])}"', "play")


def _about_scripts(found: Findings) -> Iterator[Doubt]:
    """Yield a doubt if turns mix Latin and other letters, as pages that print each paragraph in two languages do."""
    turns = found.transcript.turns
    sides = answers.by_script(found.transcript)
    both = [n for n, (latin, other) in sides.items() if latin and other]
    talking = sum(turn.role is not Role.NARRATOR for turn in turns)
    if len(both) >= _LEAST_TWICE and len(both) >= _MOSTLY_TWICE * talking:
        what = f"{len(both)} turns mix Latin and other letters, so the page may print each paragraph in two languages"
        offered = answers.about_scripts(sides)
        yield Doubt(f"{what}; {BY_SCRIPT}", "two scripts", 0.3, tuple(both), offered)


def _no_interview(found: Findings, what: str, key: str) -> Doubt:
    """Return the doubt that a text is not an interview; the answers have one voice read it, or keep the reading."""
    way = "use `reading.as_interview` if it is an interview, or `reading.narrate` to have one voice read it"
    return Doubt(f"{what}; {way}", key, _UNLIKELY, (), (answers.one_voice(found.transcript), IT_IS_RIGHT))


RULES_OF_GENRE: tuple[Callable[[Findings], Iterator[Doubt]], ...] = (
    _about_rounds,
    _about_reports,
    _about_advice,
    _about_questions_of_all,
    _about_faq,
    _about_letters,
    _about_play,
    _about_scripts,
)
