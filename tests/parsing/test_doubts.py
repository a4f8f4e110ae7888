"""What the parser is not sure of: each doubt has a figure and a field that settles it, and stays away from its near miss."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from reading_pages import parsed

from tts_interview import ReadingSettings, Role, Speaker, Transcript, Turn
from tts_interview.documents import read_bytes
from tts_interview.errors import PageKind
from tts_interview.model import Block, Document, Paragraph, Reason
from tts_interview.parsing import doubts as rules
from tts_interview.parsing import parse
from tts_interview.parsing.findings import Findings
from tts_interview.parsing.page.states import State
from tts_interview.script.edits import apply
from tts_interview.settings.options import OPTIONS

LABELLED = "Ann Lee: How many are there?\n\nBen Ray: I count forty of them.\n\n" * 4
UNNAMED = "".join(f"**How do you count them in year {n}?**\n\nI stand still and I count what I see.\n\n" for n in range(4))


def talk(*said: str, hosts: tuple[str, ...] = ("Ann Lee",)) -> Transcript:
    """Make a transcript of turns "Name: words"."""
    pairs = [one.split(": ", 1) for one in said]
    roles = {name: Role.INTERVIEWER if name in hosts else Role.GUEST for name, _ in pairs}
    turns = tuple(Turn(name, roles[name], 1, (Paragraph(words, 1),)) for name, words in pairs)
    return Transcript("T", tuple(Speaker(name, role) for name, role in roles.items()), turns)


def found(transcript: Transcript, wishes: ReadingSettings | None = None, **facts: Any) -> Findings:  # noqa: ANN401 - whatever a judged reading has
    """Return findings about a transcript: a sure reading, unless the facts say otherwise."""
    blocks = facts.pop("blocks", ())
    page = SimpleNamespace(blocks=blocks, places={i: SimpleNamespace(words=9.0) for i in range(len(blocks))})
    segmentation = SimpleNamespace(layout=facts.pop("layout", "labels"), marks=())
    sure = {"interview": 1.0, "right": 1.0, "states": {}, "segmentation": segmentation, "page": page}
    prepared = SimpleNamespace(document=Document(()), page=page, kept=facts.pop("kept", frozenset()))
    judged = SimpleNamespace(**{**sure, **facts})
    return Findings(prepared, (), judged, {}, {}, transcript, wishes or ReadingSettings())  # type: ignore[arg-type]


def doubts_of(found: Findings) -> list[str]:
    """Return the sentences of the doubts."""
    return [doubt.sentence for doubt in rules.with_doubts(found).doubts]


PAIR = talk(*["Ann Lee: Why bees?", "Ben Ray: They were here before me."] * 3)


def test_a_clear_interview_leaves_no_doubts() -> None:
    assert parsed(LABELLED).doubts == ()
    assert doubts_of(found(PAIR)) == []


@pytest.mark.parametrize("interview", [0.69, 0.7])
def test_a_page_that_may_be_something_else_is_doubted(interview: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "classify", lambda *_: (PageKind.FAQ, "its questions are asked of nobody"))
    doubts = doubts_of(found(PAIR, interview=interview))
    assert len(doubts) == (interview < 0.7)
    if doubts:
        assert doubts[0].startswith(
            "the page may not be an interview (0.69 sure) but an FAQ: its questions are asked of nobody; "
        )
        assert {"`reading.as_interview`", "`reading.narrate`"} <= set(re.findall(r"`[a-z_.]+`", doubts[0]))
        assert doubts_of(found(PAIR, ReadingSettings(as_interview=True), interview=interview)) == []
        assert doubts_of(found(PAIR, interview=interview, layout="voices")) == []


def test_a_reading_that_may_be_wrong_is_doubted_with_the_other_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "other_reading", lambda _: "dashes (9 turns of 3 people)")
    monkeypatch.setattr(rules, "summary_of", str)
    findings = Findings(**{**vars(found(PAIR, right=0.6)), "considered": ("labels (6 turns of 2 people)",)})
    (doubt,) = doubts_of(findings)
    assert doubt.startswith(
        "the turns may be wrong (0.60 sure): labels (6 turns of 2 people), or dashes (9 turns of 3 people); "
    )
    assert doubts_of(found(PAIR, right=rules.RIGHT_BELOW)) == []


def test_an_unclear_passage_is_quoted_with_its_line_and_the_way_to_the_opposite() -> None:
    blocks = (Block("Our newsletter comes on Sundays.", (7,), holder=1), Block("It rained.", (9,), holder=1))
    for margin, now, way in ((0.6, "left out", "reading.keep"), (-0.6, "spoken", "reading.leave_out")):
        states = {0: State(margin, Reason.FURNITURE), 1: State(-0.8, Reason.FURNITURE)}
        (doubt,) = doubts_of(found(PAIR, blocks=blocks, states=states))
        assert doubt == (
            f'line 7: "Our newsletter comes on Sundays." may be talk or not, and is {now} (0.65 sure); '
            f"for the opposite, use `{way}` 7"
        )
        assert doubts_of(found(PAIR, blocks=blocks, states=states, kept=frozenset({0}))) == []


def test_a_text_without_markup_has_fewer_unclear_passages() -> None:
    for margin, count in ((0.1, 1), (0.6, 0)):
        states = {0: State(margin, Reason.FURNITURE)}
        assert len(doubts_of(found(PAIR, blocks=(Block("Our newsletter comes on Sundays.", (7,)),), states=states))) == count


def test_at_most_three_passages_are_quoted_and_the_least_sure_first() -> None:
    blocks = tuple(Block(f"Passage number {n} of this page.", (n,), holder=1) for n in range(5))
    states = {n: State(0.6 - n / 10, Reason.FURNITURE) for n in range(5)}
    assert [doubt[:7] for doubt in doubts_of(found(PAIR, blocks=blocks, states=states))] == ["line 4:", "line 3:", "line 2:"]


def test_most_words_of_nobody_named_are_a_doubt_until_somebody_is_named() -> None:
    (doubt,) = map(str, parsed(UNNAMED).doubts)
    assert doubt.startswith("most words (100%) belong to nobody named (Interviewer, Guest); ")
    assert '`reading.aliases` "Guest=NAME"' in doubt
    named = parse(
        read_bytes(UNNAMED.encode(), "page", ".md"), ReadingSettings(aliases={"Interviewer": "Ann Lee", "gast": "Ben Ray"})
    )
    assert ([s.name for s in named.speakers], named.doubts) == (["Ann Lee", "Ben Ray"], ())
    assert {(turn.speaker, turn.role) for turn in named.turns} == {("Ann Lee", Role.INTERVIEWER), ("Ben Ray", Role.GUEST)}


def test_an_alias_of_a_label_that_is_a_role_stays_with_that_label() -> None:
    text = "Interviewer: How many?\n\nBen Ray: Forty, I think.\n\n" * 4
    read = parse(read_bytes(text.encode(), "page", ".md"), ReadingSettings(aliases={"Interviewer": "Ann Lee"}))
    assert [(s.name, s.labels) for s in read.speakers] == [("Ann Lee", ("Interviewer",)), ("Ben Ray", ("Ben Ray",))]


def test_few_words_of_somebody_unknown_are_a_doubt_of_their_own() -> None:
    (doubt,) = doubts_of(found(talk(*["Ann Lee: Why bees?", "Ben Ray: They were here before me."] * 3, "Unknown: No.")))
    assert '"Unknown" has no name in the text' in doubt


@pytest.mark.parametrize(("letters", "doubted"), [(1, True), (2, True), (3, False)])
def test_a_letter_or_two_among_the_labels_of_an_asker_may_be_theirs(letters: int, *, doubted: bool) -> None:
    said = LABELLED.replace("Ann Lee", "Q", letters) + LABELLED
    doubts = [doubt for doubt in parsed(said).doubts if doubt.key == "name of Interviewer"]
    assert [doubt.answers[1].label for doubt in doubts] == ["This is Ann Lee"] * doubted


def test_one_voice_that_says_nearly_everything_is_doubted_unless_the_others_ask_briefly() -> None:
    long = "Ben Ray: " + "I go on about it. " * 30
    silent, asking = (talk(*[f"Ann Lee: {words}", long] * 3) for words in ("So it is.", "Is it so?"))
    (doubt,) = [doubt for doubt in doubts_of(found(silent)) if "of the words" in doubt]
    assert doubt.startswith("Ben Ray says 98% of the words, so turns of others may be lost; ")
    assert doubts_of(found(asking)) == []
    assert doubts_of(found(talk(*["Ann Lee: Is it so?", long * 3] * 3)))  # 450 words a turn
    confirmed = ReadingSettings(as_interview=True, interviewers=("Ann Lee",))
    assert doubts_of(found(silent, confirmed)) == []


def test_an_interviewer_who_asks_nothing_is_a_doubt_until_they_are_named() -> None:
    silent = talk(*["Ann Lee: So it is, then.", "Ben Ray: I think so too."] * 3)
    (doubt,) = doubts_of(found(silent))
    assert doubt.startswith("Ann Lee is read as the interviewer and asks nothing in 3 turns; ")
    assert '`reading.interviewers` "Ben Ray"' in doubt
    assert doubts_of(found(silent, ReadingSettings(interviewers=("Ann Lee",)))) == []


def test_the_least_sure_doubt_comes_first() -> None:
    silent = talk(*["Ann Lee: So it is, then.", "Ben Ray: I think so too."] * 3)
    states = {0: State(0.01, Reason.FURNITURE)}
    doubts = doubts_of(found(silent, blocks=(Block("Our newsletter comes on Sundays.", (7,)),), states=states))
    assert ["asks nothing" in doubt for doubt in doubts] == [True, False]


def test_every_field_that_a_doubt_names_is_an_option() -> None:
    named = set(re.findall(r"`([a-z]+\.[a-z_]+)`", Path(rules.__file__).read_text(encoding="utf-8")))
    assert len(named) > 3
    assert named <= {option.field for option in OPTIONS}


# -- how sure people are ---------------------------------------------------------------------------------------------


def test_a_person_is_as_sure_as_their_turns_and_a_stand_in_half_as_sure() -> None:
    labelled, unnamed = parsed(LABELLED), parsed(UNNAMED)
    for speaker in labelled.speakers:
        own = [turn.confidence for turn in labelled.turns if turn.speaker == speaker.name]
        assert speaker.confidence == pytest.approx(sum(own) / len(own), abs=0.01)
        assert speaker.why == f'label "{speaker.name}"'
    assert all(s.confidence <= 0.5 and s.why == "no name in the text" for s in unnamed.speakers)


def test_a_label_that_occurs_once_is_less_sure() -> None:
    read = parsed(
        LABELLED + "Cyd Orr: May I add a word to that?\n\nBen Ray: Please do.\n\nAnn Lee: And then?\n\nBen Ray: Done."
    )
    (once,) = [speaker for speaker in read.speakers if speaker.name == "Cyd Orr"]
    (turn,) = [turn for turn in read.turns if turn.speaker == "Cyd Orr"]
    assert once.confidence == pytest.approx(0.8 * turn.confidence, abs=0.01)
    assert once.why == 'label "Cyd Orr", once'


TALKING = "Ann Lee: How many are there?\n\nBen Ray: I count forty of them.\n\n" * 2


@pytest.mark.parametrize(("words", "doubted"), [("Cyd: I saw that too.", True), ("And: I saw that too.", False)])
def test_a_label_that_stands_once_is_never_read_aloud_in_silence(words: str, *, doubted: bool) -> None:
    read = parsed(f"{TALKING}{words}\n\nAnn Lee: So did I.")
    assert ("overlooked label Cyd" in [doubt.key for doubt in read.doubts]) is doubted


def test_a_label_that_stands_once_is_settled_by_an_answer_and_by_an_alias() -> None:
    text = f"{TALKING}Cyd: I saw that too.\n\nAnn Lee: So did I."
    read = parsed(text)
    after = apply(read, read.doubts[0].answers[0].edits)
    last = [("Cyd", "I saw that too."), ("Ann Lee", "So did I.")]
    assert [(turn.speaker, turn.text) for turn in after.turns][-2:] == last
    wished = parse(read_bytes(text.encode(), "page", ".md"), ReadingSettings(aliases={"Cyd": "Cyd"}))
    assert [(turn.speaker, turn.text) for turn in wished.turns][-2:] == last


def test_a_guest_who_opens_above_the_first_question_is_asked_for() -> None:
    asked = (
        "Ann Lee: Was it far?\n\n- It was not.\n\nAnd then?\n\n- I slept.\n\nWho came?\n\n- My aunt.\n\nWho left?\n\n- I did."
    )
    read = parsed(f"The Mill\n\nBen Ray: I have just come back from the mill.\n\n{asked}", ".txt")
    doubt = next(doubt for doubt in read.doubts if doubt.key == "overlooked label Ben Ray")
    assert apply(read, doubt.answers[0].edits).turns[1].speaker == "Ben Ray"


@pytest.mark.parametrize(
    ("line", "doubted"), [("The keeper of bees", True), ("She keeps bees.", False), ("and more of them", False)]
)
def test_a_line_like_a_heading_inside_a_turn_is_doubted(line: str, *, doubted: bool) -> None:
    read = parsed(f"{TALKING}{line}\n\n{TALKING}", ".txt")
    assert [doubt.sentence.split('"')[1] for doubt in read.doubts] == [line] * doubted


def test_somebody_who_ends_no_sentences_writes_no_headings() -> None:
    assert parsed("\n\n".join([TALKING.strip(), *["We saw many of them"] * 5, TALKING.strip()]), ".txt").doubts == ()


MENU = "Search our pages\n\nOur newest films\n\nThe mill that never stood still\n\n"
STANDFIRST = "Ann Lee went to see it at work.\n\n"


@pytest.mark.parametrize(
    ("head", "doubted"),
    [
        (f"{MENU}{STANDFIRST}", True),
        (MENU, True),
        (f"The mill\n\nIt never stood still\n\n{STANDFIRST}", False),
        (f"The mill\n\n{STANDFIRST}It never stood still\n\nOn a Sunday\n\n", False),
    ],
)
def test_many_lines_above_the_first_sentence_are_doubted(head: str, *, doubted: bool) -> None:
    read = parsed(f"{head}{TALKING}", ".txt")
    assert [doubt.key for doubt in read.doubts] == ["opening lines"] * doubted


def test_lines_of_a_menu_are_left_out_by_an_answer() -> None:
    read = parsed(f"{MENU}{STANDFIRST}{TALKING}", ".txt")
    (doubt,) = read.doubts
    assert doubt.sentence.startswith('lines 3 to 5 ("Our newest films") may be a menu or a list')
    *titles, leave_out, _ = doubt.answers
    mill = "The mill that never stood still"
    assert [answer.label for answer in titles] == ['The title is "Our newest films"', f'The title is "{mill}"']
    for answer, title in ((titles[1], mill), (leave_out, "Search our pages")):
        after = apply(read, answer.edits)
        assert after.title == title
        assert [paragraph.text for paragraph in after.turns[0].paragraphs] == [title, STANDFIRST.strip()]


def test_a_caption_with_the_name_of_a_speaker_is_not_said() -> None:
    read = parsed(f"{TALKING}Ben Ray among his bees, 2019\n\n{TALKING}", ".txt")
    assert [entry.text for entry in read.left_out if entry.reason is Reason.CAPTION] == ["Ben Ray among his bees, 2019"]
    spoken = parsed(f"{TALKING}Ben Ray is here.\n\n{TALKING}", ".txt")
    assert not any(entry.reason is Reason.CAPTION for entry in spoken.left_out)


@pytest.mark.parametrize(("to_whom", "doubted"), [("", True), (" to you", False)])
def test_questions_of_visitors_are_asked_of_nobody(to_whom: str, *, doubted: bool) -> None:
    said = [f"Interviewer: May I come{to_whom}?", "Guest: Yes."] * 2
    sentences = doubts_of(found(talk(*said, hosts=("Interviewer",))))
    assert any("what the reader may do" in sentence for sentence in sentences) is doubted


@pytest.mark.parametrize(
    ("lines", "doubted"),
    [(["(Two men are on stage.)", "Scene 1"], True), (["Scene 1"], False), (["Act I was long.", "Act II was not."], False)],
)
def test_stage_directions_make_a_play(lines: list[str], *, doubted: bool) -> None:
    sentences = doubts_of(found(PAIR, blocks=tuple(Block(line, (1,)) for line in lines)))
    assert any("a play" in sentence for sentence in sentences) is doubted


def test_a_transcript_is_no_surer_than_the_doubt_whether_it_is_one_interview() -> None:
    talk, play = parsed(TALKING, ".txt"), parsed(f"(Two men are on stage.)\n\nScene 1\n\n{TALKING}", ".txt")
    assert talk.confidence > 0.8
    assert play.confidence == 0.4
    assert "doubted" not in talk.why
    assert play.why.endswith("; doubted (play): 0.40")


def test_questions_that_return_are_no_rounds_where_labels_name_who_answers() -> None:
    asked = ("Which harbour did you remember all winter long?", "Who has repaired the lanterns since then?")
    answered = ("The small one below the church.", "Nobody has.", "The one at the mill.", "My sister repairs them now.")
    named = "\n\n".join(f"**Ann Lee:** {asked[n % 2]}\n\n**Ben Ray:** {words}" for n, words in enumerate(answered))
    bare = named.replace("**Ann Lee:** ", "### ").replace("**Ben Ray:** ", "")
    assert any("someone other than" in doubt.sentence for doubt in parsed(f"Ben Ray keeps the light.\n\n{bare}").doubts)
    assert not any("someone other than" in doubt.sentence for doubt in parsed(named).doubts)


def test_paragraphs_in_two_scripts_are_doubted_and_one_of_them_is_kept() -> None:
    asked, answered = (
        "Ann Lee: Why a mill?\n\nAnn Lee: 왜 방앗간인가요?",
        "Ben Ray: It was for sale.\n\nBen Ray: 팔려고 내놓은 것이었어요.",
    )
    text = f"{asked}\n\n{answered}\n\n" * 2
    read = parsed(text)
    doubt = next(doubt for doubt in read.doubts if doubt.key == "two scripts")
    others, latin, _ = doubt.answers
    assert {turn.text for turn in apply(read, others.edits).turns} == {"왜 방앗간인가요?", "팔려고 내놓은 것이었어요."}
    assert {turn.text for turn in apply(read, latin.edits).turns} == {"Why a mill?", "It was for sale."}
    assert "two scripts" not in [doubt.key for doubt in parsed(text.replace("왜 방앗간인가요?", "Tell me.")).doubts]


def test_a_last_line_that_announces_something_is_not_said() -> None:
    assert "For all of it, see:" not in str(parsed(f"{TALKING}For all of it, see:", ".txt").turns)
    assert "I said:" in str(parsed(f"{TALKING}I said:\n\nThere are forty.", ".txt").turns)


@pytest.mark.parametrize(("label", "doubted"), [("Dear Ida", True), ("Ida", False)])
def test_a_salutation_opens_letters(label: str, *, doubted: bool) -> None:
    read = parsed(f"{label}: How many bees are too many?\n\nReader: Nobody ever counted them.\n\n" * 3)
    assert ("letters" in [doubt.key for doubt in read.doubts]) is doubted


@pytest.mark.parametrize("line", ["Well, go on", "As my aunt says", "Yes (laughs)", "Forty of them,"])
def test_a_line_that_is_said_is_like_no_heading(line: str) -> None:
    assert parsed(f"{TALKING}{line}\n\n{TALKING}", ".txt").doubts == ()
    assert parsed(f"{TALKING}Ben Ray:\n\nForty of them\n\n{TALKING}", ".txt").doubts == ()


ROUNDS = "Why a mill?\n\nIt was for sale.\n\nWho helps you?\n\nMy aunt does.\n\nAnd the wind?\n\nIt comes.\n\n"


@pytest.mark.parametrize(
    ("remark", "doubted"), [("And now you bake.", True), ("I like my mill, because…", True), ("It is loud.", False)]
)
def test_a_remark_between_two_answers_is_doubted(remark: str, *, doubted: bool) -> None:
    read = parsed(f"An interview\n\n{ROUNDS}Is it loud?\n\nAt night.\n\n{remark}\n\nOnly rye.\n\nWill it last?\n\nYes.", ".txt")
    found = next((doubt for doubt in read.doubts if doubt.key.startswith("remark")), None)
    assert bool(found) is doubted
    if found:
        after = apply(read, found.answers[0].edits)
        assert [turn.text for turn in after.turns][-5:] == ["At night.", remark, "Only rye.", "Will it last?", "Yes."]


def test_paragraphs_in_pairs_are_no_remarks() -> None:
    read = parsed(f"An interview\n\n{ROUNDS}Is it loud?\n\nAt night.\n\nYou hear it.\n\nWill it last?\n\nYes.", ".txt")
    assert not [doubt for doubt in read.doubts if doubt.key.startswith("remark")]


@pytest.mark.parametrize(("title", "doubted"), [("FAQ of the mill", True), ("The mill", False), ("Faqir of the mill", False)])
def test_a_title_that_begins_with_faq_is_doubted(title: str, *, doubted: bool) -> None:
    read = parsed(f"{title}\n\n{ROUNDS}Do you sell it?\n\nI do.", ".txt")
    assert ("faq" in [doubt.key for doubt in read.doubts]) is doubted


@pytest.mark.parametrize(("answer", "doubted"), [("The mouse.", True), ("My mouse, I think.", False)])
def test_a_quiz_speaks_to_nobody_and_of_nobody(answer: str, *, doubted: bool) -> None:
    read = parsed(f"Question: Which animal lives in the mill?\n\nAnswer: {answer}\n\n" * 5, ".txt")
    assert ("quiz" in [doubt.key for doubt in read.doubts]) is doubted


@pytest.mark.parametrize(("label", "doubted"), [("小 包", True), ("我今天早上说的话", False)])
def test_a_short_name_without_capitals_is_not_read_aloud_in_silence(label: str, *, doubted: bool) -> None:
    read = parsed(f"主持人:你们好吗?\n\n妖梵:大家好。\n\n{label}:我是鼓手。\n\n主持人:谢谢。\n\n妖梵:再见。", ".txt")
    assert any(doubt.key.startswith("overlooked label") for doubt in read.doubts) is doubted
