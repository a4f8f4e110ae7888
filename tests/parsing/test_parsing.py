"""Documents become transcripts: turns, people, roles, genders, furniture, and the ledger. Each rule has its trap."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_interview import Gender, NotAnInterviewError, Reason, Role, SourceError, Transcript
from tts_interview.documents import read, read_bytes
from tts_interview.parsing import parse
from tts_interview.parsing.people.names import split_title
from tts_interview.parsing.people.person import read_label

if TYPE_CHECKING:
    from pathlib import Path

from conftest import EXAMPLES, INTERVIEWS


def parsed(text: str, suffix: str = "") -> Transcript:
    return parse(read_bytes(text.encode(), "page", suffix))


def turns(transcript: Transcript) -> list[tuple[str, str, str]]:
    return [(t.speaker, t.role.value, t.text) for t in transcript.turns]


def people(transcript: Transcript) -> dict[str, Role]:
    return {s.name: s.role for s in transcript.speakers}


def left_out(transcript: Transcript, reason: Reason) -> list[str]:
    return [entry.text for entry in transcript.left_out if entry.reason is reason]


# -- the real page ---------------------------------------------------------------------------------------------------


def test_the_real_news_page_is_read_right(seed_page: Path) -> None:
    transcript = parse(read(seed_page))
    assert transcript.title == "NATO chief calls for more defense spending from Europe and Canada"
    assert [(s.name, s.role.value) for s in transcript.speakers] == [
        ("Narrator", "narrator"),
        ("Michel Martin", "interviewer"),
        ("Mark Rutte", "guest"),
    ]
    introduction, *conversation = transcript.turns
    assert introduction.role is Role.NARRATOR
    assert introduction.paragraphs[1].text.startswith("For decades, the U.S. has played a leading security role")
    assert introduction.paragraphs[-1].text.endswith("NATO’s upcoming Hague summit.")
    assert [t.speaker for t in conversation] == ["Michel Martin", "Mark Rutte"] * 5
    assert [t.line for t in conversation] == list(range(31, 51, 2))
    assert conversation[-1].text.endswith("Everybody understands that.")
    assert "[Pete] Hegseth" in conversation[1].text


def test_the_real_news_page_says_why_each_line_is_left_out(seed_page: Path) -> None:
    transcript = parse(read(seed_page))
    reasons = {entry.line: entry.reason for entry in transcript.left_out if entry.reason is not Reason.LABEL}
    assert reasons[4] is Reason.CAPTION
    assert {line for line, reason in reasons.items() if reason is Reason.CREDIT} == {6, 13, 51}
    furniture = {line for line, reason in reasons.items() if reason is Reason.FURNITURE}
    assert furniture == {9, 11, 29, 55, 57, 59, 61, 62, 64, 66, 67, 68, 70}
    # That the talk was edited is a note, which can be kept.
    assert reasons[27] is Reason.NOTE


def test_a_guest_spoken_of_as_he_is_male_and_nobody_else_is_guessed(seed_page: Path) -> None:
    transcript = parse(read(seed_page))
    assert transcript.speaker("Mark Rutte").gender is Gender.MALE
    assert transcript.speaker("Michel Martin").gender is Gender.UNKNOWN


# -- labels ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["{}: ", "**{}:** ", "**{}**: ", "**{} :** ", "__{}:__ ", "{} : ", "<b>{}</b>: "])
def test_labels_of_every_spelling(label: str) -> None:
    lines = [("Ann Lee", "How are you?"), ("Ben Ray", "Fine."), ("Ann Lee", "Really?"), ("Ben Ray", "Yes.")]
    transcript = parsed("\n\n".join(label.format(name) + words for name, words in lines))
    assert turns(transcript) == [(name, "interviewer" if name == "Ann Lee" else "guest", words) for name, words in lines]


def test_questions_and_answers_by_letter() -> None:
    transcript = parsed("**Q: Why?**\n\nA: Because.\n\n**Q: Since when?**\n\nA: Since May.")
    assert turns(transcript) == [
        ("Interviewer", "interviewer", "Why?"),
        ("Guest", "guest", "Because."),
        ("Interviewer", "interviewer", "Since when?"),
        ("Guest", "guest", "Since May."),
    ]


def test_the_guest_behind_the_letter_is_named_by_the_metadata() -> None:
    transcript = parsed("---\nguest: Ines Calloway\n---\nQ: Why?\n\nA: Because.")
    assert people(transcript) == {"Interviewer": Role.INTERVIEWER, "Ines Calloway": Role.GUEST}


def test_the_guest_behind_the_letter_is_named_by_the_introduction() -> None:
    transcript = parsed("We spoke to Ines Calloway about bees.\n\nQ: Why?\n\nA: Because.")
    assert "Ines Calloway" in people(transcript)


def test_wide_q_without_a_colon_opens_a_turn() -> None:
    text = "MS. LUND:  Hello.\n\nQ    Why is that?\n\nMS. LUND:  It is so.\n\nQ    Since when?\n\nMS. LUND:  May."
    assert [t.role.value for t in parsed(text).turns] == ["guest", "interviewer", "guest", "interviewer", "guest"]


def test_several_turns_on_the_lines_of_one_paragraph() -> None:
    transcript = parsed("Ann: How are\nyou today?\nBen: Fine.\nAnn: Good?\nBen: Good.")
    assert [(t.speaker, t.line, t.text) for t in transcript.turns][:2] == [
        ("Ann", 1, "How are you today?"),
        ("Ben", 3, "Fine."),
    ]


def test_a_label_alone_on_its_line_opens_the_paragraphs_that_follow() -> None:
    transcript = parsed("Ann:\n\nHow are you?\n\nBen:\n\nFine.\n\nReally fine.\n\nAnn:\n\nGood?\n\nBen:\n\nGood.")
    assert [(t.speaker, t.line, len(t.paragraphs)) for t in transcript.turns] == [
        ("Ann", 1, 1),
        ("Ben", 5, 2),
        ("Ann", 11, 1),
        ("Ben", 15, 1),
    ]


def test_consecutive_labels_of_one_person_are_one_turn() -> None:
    transcript = parsed("Ann: Why?\n\nBen: One.\n\nBen: Two.\n\nAnn: And?\n\nBen: Three.")
    assert [len(t.paragraphs) for t in transcript.turns] == [1, 2, 1, 1]


@pytest.mark.parametrize(
    "remark",
    [
        "I know this: it was late",
        "The lesson is simple: count first",
        "It starts at 7:30 every day",
        "See https://x.org: it helps",
    ],
)
def test_a_colon_in_a_sentence_is_no_label(remark: str) -> None:
    transcript = parsed(f"Ann: Why?\n\nBen: Well.\n\n{remark}\n\nAnn: Really?\n\nBen: Yes.")
    assert transcript.turns[1].paragraphs[1].text == remark
    assert set(people(transcript)) == {"Ann", "Ben"}


def test_a_field_of_the_page_is_no_speaker() -> None:
    text = "Location: Oslo\n\nDate: today\n\nAnn: Why?\n\nBen: So.\n\nLocation: Bergen\n\nAnn: And?\n\nBen: Yes."
    assert set(people(parsed(text))) == {"Ann", "Ben", "Narrator"}


def test_a_time_stamp_after_the_label_is_not_spoken() -> None:
    transcript = parsed("Ann: [00:01] Why?\n\nBen: [00:09] So.\n\nAnn: [01:02:03] And?\n\nBen: [01:02:09] Yes.")
    assert [t.text for t in transcript.turns] == ["Why?", "So.", "And?", "Yes."]
    assert left_out(transcript, Reason.MARKUP) == ["[00:01]", "[00:09]", "[01:02:03]", "[01:02:09]"]


def test_a_full_width_colon_is_a_colon() -> None:
    assert [t.speaker for t in parsed("安娜：你好吗？\n\n本：很好。\n\n安娜：真的？\n\n本：真的。").turns] == ["安娜", "本"] * 2


# -- people ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "title", "name"),
    [
        ("NATO Secretary General Mark Rutte", "NATO Secretary General", "Mark Rutte"),
        ("Dr. Jane Roe", "Dr.", "Jane Roe"),
        ("Harbour master Signe Aldal", "Harbour master", "Signe Aldal"),
        ("MS. JEAN-PIERRE", "MS.", "JEAN-PIERRE"),
        ("Ludwig van Beethoven", "", "Ludwig van Beethoven"),
        ("Stephen King", "", "Stephen King"),
        ("President", "", "President"),
    ],
)
def test_titles_are_no_part_of_the_name(label: str, title: str, name: str) -> None:
    assert split_title(label) == (title, name)


def test_a_label_in_capitals_is_shown_as_names_are_written() -> None:
    assert read_label("KARINE JEAN-PIERRE").name == "Karine Jean-Pierre"
    assert read_label("AvW").name == "AvW"
    assert read_label("IAN MCEWAN").name == "Ian McEwan"


def test_one_person_under_three_labels_has_the_fullest_name() -> None:
    text = "**Dr. Ann Lee (AL):** Why?\n\n**Ben Ray:** So.\n\n**AL:** And?\n\n**Ray:** Yes.\n\n**Lee:** Good?\n\n**Ray:** Good."
    transcript = parsed(text)
    assert set(people(transcript)) == {"Ann Lee", "Ben Ray"}
    assert transcript.speaker("Ann Lee").labels == ("Dr. Ann Lee (AL)", "AL", "Lee")


def test_initials_declared_nowhere_are_matched_by_letters() -> None:
    transcript = parsed("**Nick Orr**: Why?\n\n**Sue Poe**: So.\n\n**NO**: And?\n\n**SP**: Yes.")
    assert set(people(transcript)) == {"Nick Orr", "Sue Poe"}


def test_two_people_with_one_first_name_are_never_merged() -> None:
    text = "Peter Corr: Hello?\n\nPeter Asar: Hi.\n\nPeter Corr: Why?\n\nPeter Asar: So.\n\nPeter: Who is it?\n\nPeter: I."
    assert {"Peter Corr", "Peter Asar", "Peter"} == set(people(parsed(text)))


def test_names_that_are_nearly_alike_are_two_people() -> None:
    transcript = parsed("Mat: Why?\n\nMatt: So.\n\nMat: And?\n\nMatt: Yes.")
    assert set(people(transcript)) == {"Mat", "Matt"}


def test_a_surname_gets_its_first_name_from_the_introduction() -> None:
    text = "Harbour master Signe Aldal runs a ferry.\n\nRenn: Why?\n\nAldal: So.\n\nRenn: And?\n\nAldal: Yes."
    assert "Signe Aldal" in people(parsed(text))


# -- roles and genders -----------------------------------------------------------------------------------------------


def test_who_asks_is_the_interviewer_even_if_the_guest_speaks_first() -> None:
    transcript = parsed("Ben: Thank you for coming.\n\nAnn: Why here?\n\nBen: It is home.\n\nAnn: Always?\n\nBen: Always.")
    assert people(transcript) == {"Ben": Role.GUEST, "Ann": Role.INTERVIEWER}


def test_a_role_in_the_label_decides() -> None:
    text = "ANN LEE, HOST: Welcome.\n\nBEN RAY: Why am I here?\n\nLEE: You know.\n\nRAY: Do I?"
    assert people(parsed(text)) == {"Ann Lee": Role.INTERVIEWER, "Ben Ray": Role.GUEST}


def test_a_panel_has_one_moderator_and_two_guests() -> None:
    transcript = parse(read(EXAMPLES / "library-panel.md"))
    roles = Counter(role for role in people(transcript).values())
    assert roles == {Role.NARRATOR: 1, Role.INTERVIEWER: 1, Role.GUEST: 2}
    assert people(transcript)["Runa Ekwall"] is Role.INTERVIEWER


@pytest.mark.parametrize(
    ("introduction", "gender"),
    [
        ("Ann Orr said she would stay.", Gender.FEMALE),
        ("Ann Orr said he would stay.", Gender.MALE),
        ("We met Ms. Orr.", Gender.FEMALE),
        ("Ann Orr met Bill Kent, who said he would stay.", Gender.UNKNOWN),
        ("Ann Orr stayed.", Gender.UNKNOWN),
        ("Ann Orr said she would. Orr said he would.", Gender.UNKNOWN),
    ],
)
def test_gender_comes_from_pronouns_and_titles_only(introduction: str, gender: Gender) -> None:
    transcript = parsed(f"{introduction}\n\nKent: Why?\n\nOrr: So.\n\nKent: And?\n\nOrr: Yes.")
    orr = next(s for s in transcript.speakers if s.name.endswith("Orr"))
    assert orr.gender is gender


# -- furniture -------------------------------------------------------------------------------------------------------

TURNS = "Ann: Why?\n\nBen: So it is.\n\nAnn: And then?\n\nBen: Then it was over."


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("hide caption", Reason.FURNITURE),
        ("Advertisement", Reason.ADVERTISEMENT),
        ("Story continues below advertisement", Reason.ADVERTISEMENT),
        ("Share this article", Reason.FURNITURE),
        ("This interview has been lightly edited for length and clarity.", Reason.NOTE),
        ("(Edited for length.)", Reason.NOTE),
        ("Das Gespräch wurde zur besseren Lesbarkeit gekürzt.", Reason.NOTE),
        ("Cet entretien a été relu et condensé.", Reason.NOTE),
        ("Esta entrevista ha sido editada por razones de espacio.", Reason.NOTE),
        ("Questa intervista è stata condensata per chiarezza.", Reason.NOTE),
        ("Esta conversa foi editada para maior clareza.", Reason.NOTE),
        ("Photo: Jo Ray / Getty Images", Reason.CREDIT),
        ("[SOUNDBITE OF MUSIC]", Reason.STAGE_DIRECTION),
        ("(LAUGHTER)", Reason.STAGE_DIRECTION),
        ("* * *", Reason.MARKUP),
        ("March 3, 2026 · 4 min read", Reason.FURNITURE),
        ("Share | Print | Email", Reason.FURNITURE),
        ("[Ann Lee: hi]", Reason.STAGE_DIRECTION),
        ("♪ Song Title: la la", Reason.STAGE_DIRECTION),
        ("https://example.org/page", Reason.FURNITURE),
    ],
)
def test_furniture_between_turns_is_left_out_with_its_reason(line: str, reason: Reason) -> None:
    first, rest = TURNS.split("\n\n", 1)
    transcript = parsed(f"{first}\n\n{line}\n\n{rest}", ".txt")
    assert line in left_out(transcript, reason)
    assert [t.text for t in transcript.turns] == ["Why?", "So it is.", "And then?", "Then it was over."]


@pytest.mark.parametrize(
    "line",
    [
        "More than anything I like to share.",
        "Edited by hand, it took a year.",
        "This conversation changed my life.",
        "Das Gespräch wurde lang.",
        "Photos of that day are still on my wall.",
        "In May 2014 we had nothing.",
        "Email · what a word",
        "(I still laugh about it, and everybody who was there does, for it was the funniest evening of my whole long life.)",
    ],
)
def test_an_answer_that_sounds_like_furniture_is_spoken(line: str) -> None:
    transcript = parsed(f"{TURNS}\n\n{line}", ".txt")
    assert transcript.turns[-1].paragraphs[-1].text == line


@pytest.mark.parametrize(
    "noted",
    [
        *("(lacht)", "[Beifall]", "(Beifall.)", "*Heiterkeit*", "(beide lachen)"),
        *("(rires)", "[applaudissements]", "(elle rit)", "(tous rient)", "(éclats de rire)", "(en riant)"),
        *("(risas)", "[Aplausos]", "(riendo)", "(todos ríen)", "(carcajada)"),
        *("(ride)", "[applausi]", "(tutti ridono)", "(ridendo)"),
        *("(risos)", "[aplausos]", "(ri)", "(rindo)", "(silêncio)"),
        *("(हँसते हुए)", "[तालियाँ]", "(हंसी)", "(दोनों हँसते हैं)", "(तालियों की गड़गड़ाहट)", "[तालियां]"),
    ],
)
def test_what_a_transcriber_notes_is_not_spoken_in_any_language(noted: str) -> None:
    transcript = parsed(f"{TURNS} So was it {noted} in the end.", ".txt")
    assert left_out(transcript, Reason.STAGE_DIRECTION) == [noted]
    assert transcript.turns[-1].text == "Then it was over. So was it in the end."


@pytest.mark.parametrize(
    "line",
    [
        "Der Beifall war groß, und er lacht.",
        "Wir hörten (Beifall war es nicht) etwas.",
        "Les rires et les applaudissements, il rit encore.",
        "On le sait (rit qui peut) depuis longtemps.",
        "Las risas (riendo se aprende) y los aplausos.",
        "Lo dice (ride bene chi ride ultimo) mia madre.",
        "Os risos (ri melhor quem ri por fim) e os aplausos.",
        "We have a rule (ride slowly at night) and keep it.",
        "I played for years (Music was my first love.) and then no more.",
        "Wir hörten viel (Musik war meine erste Liebe.) und gern.",
        "We told him (break it to him slowly) at last.",
        "वह हँसते हुए बोला और तालियाँ बजीं।",
        "सब चुप थे (तालियाँ बाद में बजीं) और फिर गए।",
    ],
)
def test_the_same_words_in_a_sentence_are_spoken(line: str) -> None:
    assert parsed(f"{TURNS} {line}", ".txt").turns[-1].text == f"Then it was over. {line}"


@pytest.mark.parametrize("noted", ["(Music is playing)", "(applause from the crowd)", "(Musik ist zu hören)"])
def test_how_music_sounds_is_noted_however_long(noted: str) -> None:
    assert left_out(parsed(f"{TURNS} So was it {noted} in the end.", ".txt"), Reason.STAGE_DIRECTION) == [noted]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("I drank water [laughs].", "I drank water."),
        ("I drank water. [Laughs].", "I drank water."),
        ("I drank water [laughs], and left.", "I drank water, and left."),
        ("I drank [laughs] water.", "I drank water."),
    ],
)
def test_a_sentence_keeps_its_mark_after_a_direction(written: str, said: str) -> None:
    assert parsed(f"{TURNS} {written}", ".txt").turns[-1].text == f"Then it was over. {said}"


@pytest.mark.parametrize(
    ("told", "asker"),
    [
        ("Jane Doe works at 18F. We spoke with Jane Doe about it.", "Interviewer"),
        ("Jane Doe works at a bank. F. Weber spoke with Jane Doe about it.", "F. Weber"),
    ],
)
def test_figures_with_a_letter_are_no_initial_of_who_asks(told: str, asker: str) -> None:
    transcript = parsed(f"{told}\n\nQ: Why?\n\nA: So it is.\n\nQ: And then?\n\nA: Then it was over.", ".txt")
    assert asker in people(transcript)


def test_what_looks_like_a_label_inside_a_direction_is_none_even_if_it_returns() -> None:
    transcript = parsed(f"[Zoe Lee: hi]\n\n♪ Song: la\n\n[Zoe Lee: ho]\n\n♪ Song: lo\n\n{TURNS}", ".txt")
    assert set(people(transcript)) == {"Ann", "Ben"}
    assert len(left_out(transcript, Reason.STAGE_DIRECTION)) == 4


def test_nothing_after_the_foot_of_the_page_is_spoken() -> None:
    transcript = parsed(f"{TURNS}\n\nRelated Articles\n\nTen ways to sleep better at night.\n\nAnother headline here")
    assert transcript.turns[-1].text == "Then it was over."


def test_a_pull_quote_is_spoken_once() -> None:
    answer = "We planted forty thousand trees in a single year."
    transcript = parsed(f"**Ann:** Why?\n\n> {answer}\n\n**Ben:** {answer} It was hard.\n\n**Ann:** And?\n\n**Ben:** Yes.")
    assert left_out(transcript, Reason.REPEATED) == [answer]


def test_headings_between_turns_are_said_by_nobody() -> None:
    transcript = parsed("# Title\n\n**Ann:** Why?\n\n## Early years\n\n**Ben:** So.\n\n**Ann:** And?\n\n**Ben:** Yes.")
    assert "Early years" in left_out(transcript, Reason.FURNITURE)
    assert transcript.title == "Title"


def test_the_html_example_leaves_out_navigation_captions_and_footer() -> None:
    transcript = parse(read(EXAMPLES / "night-train.html"))
    spoken = " ".join(t.text for t in transcript.turns)
    for word in ("Boats", "newsletter", "slowest bus", "corridor", "Privacy", "log in", "Pavel", "never read"):
        assert word not in spoken
    assert [t.speaker for t in transcript.turns if t.role is not Role.NARRATOR] == ["Orla Menden", "Davit Sorel"] * 4


# -- pages without turns ---------------------------------------------------------------------------------------------


def test_a_page_without_turns_names_the_lines_that_looked_like_labels() -> None:
    with pytest.raises(NotAnInterviewError, match=r'it looks like .*reading\.as_interview.*"Lesson One, x"'):
        parsed("Some advice\n\nLesson One: count everything.\n\nThis is all there is to say about it.\n\nx: y")


def test_a_page_without_any_label_says_what_to_try() -> None:
    with pytest.raises(NotAnInterviewError, match=r"no line begins with a label.*Name: words"):
        parsed("Just prose.\n\nNothing else.")


# -- the ledger ------------------------------------------------------------------------------------------------------


def accounted(transcript: Transcript) -> Counter[str]:
    spoken = "".join(p.text for t in transcript.turns for p in t.paragraphs)
    listed = "".join(e.text for e in transcript.left_out)
    return Counter("".join((spoken + listed).split()))


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.name)
def test_every_character_of_an_example_is_spoken_or_listed(path: Path) -> None:
    document = read(path)
    assert accounted(parse(document)) == Counter("".join("".join(b.text.split()) for b in document.blocks))


line = st.one_of(
    st.sampled_from(
        [
            "Ann: Why?",
            "Ben: So.",
            "**Ann:** x",
            "Q: a",
            "A: b",
            "hide caption",
            "[laughs]",
            "Ann:",
            "# T",
            "> q",
            "- i",
            "7:30: x",
        ]
    ),
    st.text(max_size=60),
)


@given(st.lists(line, max_size=14), st.sampled_from(["\n", "\n\n"]), st.sampled_from([".txt", ".md", ".html"]))
def test_for_any_text_the_ledger_adds_up_and_nothing_but_our_errors_is_raised(parts: list[str], gap: str, suffix: str) -> None:
    source = gap.join(["Ann: Hello?", "Ben: Hi.", *parts, "Ann: Bye?", "Ben: Bye."])
    try:
        document = read_bytes(source.encode(errors="replace"), "page", suffix)
        transcript = parse(document)
    except (NotAnInterviewError, SourceError):
        return
    assert accounted(transcript) == Counter("".join("".join(b.text.split()) for b in document.blocks))
    assert all(turn.paragraphs and all(p.text for p in turn.paragraphs) for turn in transcript.turns)
    assert {turn.speaker for turn in transcript.turns} <= {s.name for s in transcript.speakers}


def test_labels_without_any_words_are_no_interview() -> None:
    with pytest.raises(NotAnInterviewError, match=r"reading\.narrate"):
        parsed("Ann:\n\nBen:\n\nAnn:\n\nBen:")


def test_a_label_after_a_time_stamp_in_brackets_is_one_label() -> None:
    transcript = parsed("Ann:\n(00:12) Ann: Hello?\nBen: Hi.\nAnn: Bye?\nBen: Bye.")
    assert [(t.speaker, t.text) for t in transcript.turns] == [
        ("Ann", "Hello?"),
        ("Ben", "Hi."),
        ("Ann", "Bye?"),
        ("Ben", "Bye."),
    ]


@pytest.mark.parametrize("level", ["##", "#"])
def test_a_section_below_prose_is_no_title_where_the_page_tells_its_own(level: str) -> None:
    prose = (
        "The town has kept bees on its roofs for longer than anybody remembers, and this year " + "it counted them again. " * 4
    )
    talk = "**Ann Lee:** Why bees?\n\n**Bo Lund:** They came.\n\n**Ann Lee:** And then?\n\n**Bo Lund:** They stayed.\n"
    text = f"---\ntitle: Bees of the city\n---\n{prose}\n\n{level} Introductions\n\n{talk}"
    assert parse(read_bytes(text.encode(), "a", ".md")).title == "Bees of the city"
