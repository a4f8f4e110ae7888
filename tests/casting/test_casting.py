"""Every speaker gets a fitting voice that differs from the others."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from conftest import INTERVIEWS
from hypothesis import given, settings
from hypothesis import strategies as st

from tts_interview import Casting, CastingError, Gender, Paragraph, Role, Speaker, Transcript, Turn, Voice, parse
from tts_interview.casting import cast
from tts_interview.casting.likeness import ALIKE, EASY, ONE_PERSON, likeness
from tts_interview.casting.voice_names import find_voice
from tts_interview.model import IT_IS_RIGHT
from tts_interview.script.edits import apply
from tts_interview.script.operations import set_voice
from tts_interview.settings.parts import CastingSettings
from tts_interview.speech.catalogue import catalogued_voices

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tts_interview.model import Doubt

WOMEN = [Voice("k", f"f_{n}", "en-us", Gender.FEMALE, rank=i) for i, n in enumerate(["anna", "berta", "carla"])]
MEN = [Voice("k", f"m_{n}", "en-us", Gender.MALE, rank=i) for i, n in enumerate(["adam", "bert", "carl", "bertram"])]
VOICES = WOMEN + MEN


def transcript(**roles: tuple[Role, Gender]) -> Transcript:
    speakers = tuple(Speaker(n, role, (n, n[:3]), gender) for n, (role, gender) in roles.items())
    return Transcript("T", speakers, tuple(Turn(s.name, s.role, 1, (Paragraph("x", 1),)) for s in speakers))


def likenesses(casting: Casting) -> list[str]:
    """Return the doubts about voices that sound alike."""
    return [sentence for sentence in map(str, casting.doubts) if "`casting.genders`" not in sentence]


F, M, U = Gender.FEMALE, Gender.MALE, Gender.UNKNOWN


@pytest.mark.parametrize(
    ("host", "guest", "expected"),
    [
        (U, U, (F, M)),
        (U, M, (F, M)),
        (U, F, (M, F)),
        (F, U, (F, M)),
        (M, U, (M, F)),
        (M, M, (M, M)),
        (F, F, (F, F)),
    ],
)
def test_host_and_guest_differ_as_far_as_the_text_allows(host: Gender, guest: Gender, expected: tuple[Gender, Gender]) -> None:
    talk = transcript(Host=(Role.INTERVIEWER, host), Guest=(Role.GUEST, guest))
    casting = cast(talk, VOICES)
    assert (casting["Host"].gender, casting["Guest"].gender) == expected
    assert casting["Host"] != casting["Guest"]


def test_more_guests_and_the_narrator_get_voices_of_their_own() -> None:
    talk = transcript(
        Narrator=(Role.NARRATOR, U), Host=(Role.INTERVIEWER, U), One=(Role.GUEST, U), Two=(Role.GUEST, U), Three=(Role.GUEST, U)
    )
    casting = cast(talk, VOICES)
    assert len({v.full_name for v in casting.voices.values()}) == 5


def test_when_all_voices_are_taken_the_least_used_is_shared() -> None:
    talk = transcript(**{f"Guest {n}": (Role.GUEST, M) for n in range(8)})
    used = [v.name for v in cast(talk, VOICES).voices.values()]
    assert {used.count(voice.name) for voice in MEN} == {2}


def test_a_chosen_voice_is_found_by_part_of_the_speaker_and_part_of_the_voice() -> None:
    talk = transcript(Host=(Role.INTERVIEWER, U), Rutte=(Role.GUEST, M))
    assert cast(talk, VOICES, CastingSettings(voices={"rutte": "carla"}))["Rutte"].name == "f_carla"


def test_a_chosen_voice_is_given_to_nobody_else() -> None:
    talk = transcript(Host=(Role.INTERVIEWER, U), Guest=(Role.GUEST, U))
    casting = cast(talk, VOICES, CastingSettings(voices={"Guest": "anna"}))
    assert casting["Host"].name != "f_anna"


def test_a_gender_given_by_the_user_overrides_the_text() -> None:
    talk = transcript(Host=(Role.INTERVIEWER, U), Guest=(Role.GUEST, M))
    assert cast(talk, VOICES, CastingSettings(genders={"Guest": F}))["Guest"].gender is F


# -- guessed genders -------------------------------------------------------------------------------------------------


def test_a_voice_whose_gender_the_text_does_not_tell_is_a_doubt_with_the_option_that_settles_it() -> None:
    talk = transcript(**{"Ann Lee": (Role.INTERVIEWER, U), "Ben Ray": (Role.GUEST, M)})
    what = "the text does not say whether Ann Lee is a woman or a man, and the voice is a guess"
    (doubt,) = cast(talk, VOICES).doubts
    assert str(doubt) == f'{what}; use `casting.genders` "Ann Lee=female" or "Ann Lee=male"'
    assert not cast(talk, VOICES, CastingSettings(genders={"Ann Lee": F})).doubts
    assert not cast(talk, VOICES, CastingSettings(voices={"Lee": "anna"})).doubts


def test_a_doubt_about_many_voices_names_three_people() -> None:
    talk = transcript(**{f"Ann {name}": (Role.GUEST, U) for name in ("Lee", "Ray", "Oak", "Elm")})
    shown = 'these are a guess: Ann Lee, Ann Ray, Ann Oak and 1 more; use `casting.genders` "Ann Lee=female"'
    assert shown in str(cast(talk, VOICES).doubts[-1])


@pytest.mark.parametrize("name", ["Interviewer", "Guest 2", "Gast", "Moderation"])
def test_only_people_with_names_are_women_or_men(name: str) -> None:
    talk = replace(transcript(**{name: (Role.INTERVIEWER, U)}), language="de")
    assert bool(cast(talk, VOICES).doubts) == (name == "Moderation")


def test_a_voice_of_no_gender_is_no_guess() -> None:
    robots = [Voice("k", f"x_{n}", "en-us", U, rank=n) for n in range(2)]
    assert not cast(transcript(**{"Ann Lee": (Role.GUEST, U)}), robots).doubts


@pytest.mark.parametrize(("wish", "voice"), [("interviewer", "f_anna"), ("carl", "m_carl"), ("", "m_bert")])
def test_the_narrator_has_a_third_voice_the_interviewers_or_the_chosen_one(wish: str, voice: str) -> None:
    talk = transcript(Narrator=(Role.NARRATOR, U), Host=(Role.INTERVIEWER, U), Guest=(Role.GUEST, U))
    exact = "m_carl" if wish == "carl" else wish
    assert cast(talk, VOICES, CastingSettings(narrator=exact))["Narrator"].name == voice


def test_a_setting_for_the_narrator_has_no_effect_without_a_narrator() -> None:
    talk = transcript(Host=(Role.INTERVIEWER, U), Guest=(Role.GUEST, U))
    assert cast(talk, VOICES, CastingSettings(narrator="none")) == cast(talk, VOICES)


def test_an_unknown_speaker_is_an_error_that_lists_the_speakers() -> None:
    with pytest.raises(CastingError, match='"Smith" is not one of the speakers: Host'):
        cast(transcript(Host=(Role.INTERVIEWER, U)), VOICES, CastingSettings(voices={"Smith": "anna"}))


def test_an_unknown_voice_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(CastingError, match=r'unknown voice "carlla" \(nearest: k:f_carla'):
        cast(transcript(Host=(Role.INTERVIEWER, U)), VOICES, CastingSettings(voices={"Host": "carlla"}))


@pytest.mark.parametrize(
    ("engine", "language", "listing"),
    [
        ("kokoro", "en-us", "tts-interview voices"),
        ("kokoro", "es", "tts-interview voices --language es"),
        ("system", "en-us", "tts-interview voices --engine system"),
        ("system", "es", "tts-interview voices --language es --engine system"),
        ("tone", "", "tts-interview voices --engine tone"),
    ],
)
def test_an_unknown_voice_is_an_error_with_the_command_that_lists_the_voices(engine: str, language: str, listing: str) -> None:
    with pytest.raises(CastingError, match=f'"{listing}" lists the voices'):
        find_voice("george", [Voice(engine, "dora", language, Gender.FEMALE)])


def test_an_ambiguous_voice_is_an_error_that_lists_the_choices() -> None:
    with pytest.raises(CastingError, match=r'ambiguous voice "ber": .*m_bert.*m_bertram'):
        find_voice("ber", VOICES)


def test_the_whole_name_wins_over_a_part() -> None:
    assert find_voice("m_bert", VOICES).name == "m_bert"
    assert find_voice("k:m_bert", VOICES).name == "m_bert"


def test_the_part_after_the_underscore_wins_over_other_parts() -> None:
    assert find_voice("bert", VOICES).name == "m_bert"
    with pytest.raises(CastingError, match="ambiguous voice"):
        find_voice("bert", [*VOICES, Voice("k", "f_bert", "en-us", Gender.FEMALE)])


def test_a_language_without_a_voice_is_an_error_with_a_remedy() -> None:
    with pytest.raises(CastingError, match=r'no installed voice speaks "en": get one with "tts-interview voices get en"'):
        cast(transcript(Host=(Role.INTERVIEWER, U)), [])


# -- contrast --------------------------------------------------------------------------------------------------------


def table(**figures: float) -> Callable[[Voice, Voice], float | None]:
    """Return a likeness by the first letters after the underscore: ab is anna with berta, or adam with bert."""
    return lambda one, other: figures.get("".join(sorted(v.name[2] for v in (one, other))))


def two_women() -> Transcript:
    return transcript(Host=(Role.INTERVIEWER, F), Guest=(Role.GUEST, F))


def names(casting: Casting) -> list[str]:
    return [voice.name for voice in casting.voices.values()]


def test_two_people_get_the_voices_that_are_farthest_apart() -> None:
    assert names(cast(two_women(), VOICES, alike=table(ab=0.7, ac=0.4, bc=0.6))) == ["f_anna", "f_carla"]


def test_a_worse_voice_is_not_chosen_for_a_little_more_contrast() -> None:
    assert names(cast(two_women(), VOICES, alike=table(ab=0.505, ac=0.5, bc=0.6))) == ["f_anna", "f_berta"]


def test_nearly_equal_voices_are_not_chosen_however_good_they_are() -> None:
    good = [Voice("k", "f_anna", "en", F, rank=1), Voice("k", "f_berta", "en", F, rank=2)]
    poor = Voice("k", "f_carla", "en", F, rank=99)
    assert "f_carla" in names(cast(two_women(), [*good, poor], alike=table(ab=0.801, ac=0.8, bc=0.8)))


def test_voices_that_are_hard_to_tell_apart_are_not_chosen_for_their_quality() -> None:
    good = [Voice("k", "f_anna", "en", F, rank=1), Voice("k", "f_berta", "en", F, rank=2)]
    poor = Voice("k", "f_carla", "en", F, rank=99)
    assert "f_carla" in names(cast(two_women(), [*good, poor], alike=table(ab=0.76, ac=0.7, bc=0.7)))
    assert "f_carla" not in names(cast(two_women(), [*good, poor], alike=table(ab=0.75, ac=0.7, bc=0.7)))


def test_similar_voices_are_chosen_with_a_doubt_if_there_are_no_others() -> None:
    casting = cast(two_women(), WOMEN[:2], alike=table(ab=0.9))
    assert names(casting) == ["f_anna", "f_berta"]
    assert str(casting.doubts[0]) == (
        "Host (k:f_anna) and Guest (k:f_berta) have voices that are nearly the same (likeness 0.90 of 1): "
        'no free voice for "en" differs enough; try "tts-interview voices get en" or another `speech.engine`'
    )


def test_the_cast_names_the_voices_that_are_hard_to_tell_apart() -> None:
    assert cast(two_women(), WOMEN[:2], alike=table(ab=0.76)).alike == {frozenset(WOMEN[:2])}
    assert not cast(two_women(), WOMEN[:2], alike=table(ab=0.75)).alike


def test_a_chosen_voice_is_kept_however_similar_with_a_doubt_that_names_an_option() -> None:
    figures = table(ab=0.76, ac=0.5, bc=0.5)
    casting = cast(two_women(), WOMEN, CastingSettings(voices={"Host": "anna", "Guest": "berta"}), alike=figures)
    assert names(casting) == ["f_anna", "f_berta"]
    assert str(casting.doubts[0]) == (
        "Host (k:f_anna) and Guest (k:f_berta) have voices that are hard to tell apart (likeness 0.76 of 1): "
        'choose another voice, such as `casting.voices` "Guest=k:f_carla"'
    )


def settled(doubt: Doubt, talk: Transcript, voices: list[Voice], **figures: float) -> list[list[str]]:
    """Return for each answer to a doubt the doubts that are left when the interview is cast again."""
    left = []
    for answer in doubt.answers:
        after = apply(talk, doubt.settled_by(answer))
        wishes = CastingSettings(voices={s.name: s.voice for s in after.speakers if s.voice})
        left.append([other.key for other in cast(after, voices, wishes, alike=table(**figures)).doubts])
    return left


def test_each_answer_settles_the_doubt_about_voices() -> None:
    wishes, figures = CastingSettings(voices={"Host": "anna", "Guest": "berta"}), {"ab": 0.76, "ac": 0.5, "bc": 0.5}
    (doubt,) = cast(two_women(), WOMEN, wishes, alike=table(**figures)).doubts
    talk = set_voice(set_voice(two_women(), "Host", "anna"), "Guest", "berta")
    assert [answer.label for answer in doubt.answers] == ["Guest gets the voice f_carla", "It is right"]
    assert (doubt.turns, round(doubt.sure, 2)) == ((0, 1), 0.24)
    assert settled(doubt, talk, WOMEN, **figures) == [[], []]


def test_each_answer_settles_the_doubt_about_the_first_gender_and_the_next_one_is_asked() -> None:
    talk = transcript(**{"Ann Lee": (Role.INTERVIEWER, U), "Ben Ray": (Role.GUEST, U)})
    (doubt,) = cast(talk, VOICES).doubts
    each = [f"{name} is a {what}" for name in ("Ann Lee", "Ben Ray") for what in ("woman", "man")]
    assert [answer.label for answer in doubt.answers] == [*each, "It is right"]
    assert (doubt.key, doubt.turns, doubt.sure) == ("genders of Ann Lee, Ben Ray", (0, 1), 0.25)
    assert settled(doubt, talk, VOICES) == [*[["genders of Ben Ray"]] * 2, *[["genders of Ann Lee"]] * 2, []]
    after = apply(talk, doubt.settled_by(doubt.answers[1]))
    assert cast(after, VOICES)["Ann Lee"].gender is M


def test_a_narrator_without_a_voice_of_their_own_can_be_left_out() -> None:
    talk = transcript(Host=(Role.INTERVIEWER, F), Guest=(Role.GUEST, M), Narrator=(Role.NARRATOR, U))
    (doubt,) = cast(talk, [WOMEN[0], MEN[0]]).doubts[:1]
    assert [answer.label for answer in doubt.answers] == ["Leave the narrator out", "It is right"]
    assert [speaker.name for speaker in apply(talk, doubt.answers[0].edits).speakers] == ["Host", "Guest"]


def test_a_pair_just_at_the_limit_is_not_a_doubt() -> None:
    assert not cast(two_women(), WOMEN[:2], alike=table(ab=0.75)).doubts


def test_the_option_that_a_doubt_names_settles_it() -> None:
    figures = table(ab=0.9, ac=0.5, bc=0.5)
    wishes = {"Host": "anna", "Guest": "berta"}
    doubt = cast(two_women(), WOMEN, CastingSettings(voices=wishes), alike=figures).doubts[0]
    name, voice = str(doubt).rpartition('`casting.voices` "')[2].rstrip('"').split("=")
    assert not cast(two_women(), WOMEN, CastingSettings(voices={**wishes, name: voice}), alike=figures).doubts


def test_the_other_voices_contrast_with_a_chosen_voice() -> None:
    figures = table(ab=0.85, bc=0.4, ac=0.85)
    assert names(cast(two_women(), WOMEN, CastingSettings(voices={"Guest": "berta"}), alike=figures)) == ["f_carla", "f_berta"]


def test_two_similar_chosen_voices_do_not_spoil_the_choice_of_the_third() -> None:
    talk = transcript(Host=(Role.INTERVIEWER, F), Guest=(Role.GUEST, F), Third=(Role.GUEST, M))
    men = [Voice("k", "m_xaver", "en", M, rank=0), Voice("k", "m_yann", "en", M, rank=1)]
    figures = table(ab=0.9, ax=0.79, bx=0.79, ay=0.3, by=0.3)
    casting = cast(talk, [*WOMEN, *men], CastingSettings(voices={"Host": "anna", "Guest": "berta"}), alike=figures)
    assert casting["Third"].name == "m_yann"


def test_a_known_gender_is_kept_even_if_another_would_contrast_more() -> None:
    talk = transcript(Host=(Role.INTERVIEWER, F), Guest=(Role.GUEST, F))
    casting = cast(talk, [*WOMEN[:2], *MEN], alike=lambda one, other: 0.7 if one.gender is other.gender else 0.1)
    assert {voice.gender for voice in casting.voices.values()} == {F}


def test_an_assumed_gender_is_given_up_before_two_speakers_share_a_voice() -> None:
    talk = transcript(Host=(Role.INTERVIEWER, U), One=(Role.GUEST, U), Two=(Role.GUEST, U))
    assert len(set(names(cast(talk, [WOMEN[0], *MEN[:2]])))) == 3
    known = cast(transcript(Host=(Role.INTERVIEWER, F), One=(Role.GUEST, M), Two=(Role.GUEST, F)), [WOMEN[0], *MEN[:2]])
    assert known["Host"] == known["Two"]


def test_a_shared_voice_is_a_doubt_that_says_where_to_get_more() -> None:
    french = [Voice("k", "ff_siwis", "fr", F)]
    talk = transcript(Host=(Role.INTERVIEWER, U), Guest=(Role.GUEST, M))
    assert cast(Transcript("T", talk.speakers, talk.turns, language="fr"), french).doubts[0].sentence == (
        'Host and Guest share the voice k:ff_siwis: no free voice for "fr" differs enough; '
        'try "tts-interview voices get fr" or another `speech.engine`'
    )


def test_a_narrator_without_a_free_voice_shares_the_interviewers_with_a_doubt() -> None:
    talk = transcript(Narrator=(Role.NARRATOR, U), Host=(Role.INTERVIEWER, U), Guest=(Role.GUEST, U))
    casting = cast(talk, [WOMEN[0], MEN[0]])
    assert casting["Narrator"] == casting["Host"] != casting["Guest"]
    assert str(casting.doubts[0]).startswith("Narrator and Host share the voice k:f_anna")
    assert str(casting.doubts[0]).endswith("or drop the narrator with `casting.narrator` none")
    assert cast(talk, [*WOMEN[:2], MEN[0]])["Narrator"].name == "f_berta"


def test_the_accent_of_the_text_decides_between_similar_voices() -> None:
    talk = transcript(Host=(Role.INTERVIEWER, U))
    american, british = (Voice("k", f"f_{n}", n, F, rank=i) for i, n in enumerate(["en-us", "en-gb"]))
    for language, expected in [("en", american), ("en-GB", british), ("en_US", american), ("en-IE", british)]:
        assert cast(Transcript("T", talk.speakers, (), language=language), [american, british])["Host"] == expected


def test_the_accent_of_the_text_gives_way_to_contrast() -> None:
    british = [Voice("k", f"f_{n}", "en-gb", F, rank=i) for i, n in enumerate(["anna", "berta"])]
    voices = [*british, Voice("k", "f_carla", "en-us", F, rank=2)]
    talk = Transcript("T", two_women().speakers, (), language="en-GB")
    assert names(cast(talk, voices, alike=table(ab=0.6, ac=0.1, bc=0.1))) == ["f_anna", "f_berta"]
    assert names(cast(talk, voices, alike=table(ab=0.61, ac=0.4, bc=0.5))) == ["f_anna", "f_carla"]


@pytest.mark.parametrize(
    ("language", "accent"), [("en-US", "en-us"), ("en-GB", "en-gb"), ("en-NZ", "en-gb"), ("en-CA", "en-us")]
)
@pytest.mark.parametrize(("host", "guest"), [(U, U), (F, M), (M, F)])
def test_the_accent_of_the_text_is_that_of_all_voices(language: str, accent: str, host: Gender, guest: Gender) -> None:
    people = {"Host": (Role.INTERVIEWER, host), "Guest": (Role.GUEST, guest), "Narrator": (Role.NARRATOR, U)}
    talk = Transcript("T", transcript(**people).speakers, (), language=language)
    assert {voice.language for voice in cast(talk, ENGLISH).voices.values()} == {accent}


def test_a_narrator_who_shares_the_interviewers_voice_on_request_is_not_a_doubt() -> None:
    talk = transcript(Narrator=(Role.NARRATOR, U), Host=(Role.INTERVIEWER, U), Guest=(Role.GUEST, U))
    assert not likenesses(cast(talk, VOICES, CastingSettings(narrator="interviewer")))
    assert likenesses(cast(talk, VOICES, CastingSettings(voices={"Narrator": "anna", "Host": "anna"})))


def test_narrator_and_audience_do_not_change_the_voices_of_host_and_guest() -> None:
    people = {"Host": (Role.INTERVIEWER, U), "Guest": (Role.GUEST, U)}
    alone = cast(transcript(**people), ENGLISH)
    crowd = {f"Visitor {n}": (Role.AUDIENCE, U) for n in range(4)}
    together = cast(transcript(Narrator=(Role.NARRATOR, U), **crowd, **people), ENGLISH)
    assert all(together[name] == alone[name] for name in people)


def test_voices_that_were_not_measured_are_chosen_in_their_order() -> None:
    talk = transcript(Host=(Role.INTERVIEWER, U), **{f"Guest {n}": (Role.GUEST, U) for n in range(4)})
    assert names(cast(talk, VOICES)) == ["f_anna", "m_adam", "f_berta", "m_bert", "f_carla"]


# -- the shipped voices ----------------------------------------------------------------------------------------------

ENGLISH = [voice for voice in catalogued_voices("kokoro") if voice.language.startswith("en")]


def figures_of(casting: Casting) -> list[float]:
    return [likeness(one, other) or 0.0 for one, other in combinations(casting.voices.values(), 2)]


@pytest.mark.parametrize("language", ["en", "en-GB", "en-US"])
@pytest.mark.parametrize(("host", "guest"), [(U, U), (M, F), (F, M), (F, F), (M, M)])
def test_the_default_cast_of_two_is_easy_to_tell_apart(host: Gender, guest: Gender, language: str) -> None:
    talk = transcript(Host=(Role.INTERVIEWER, host), Guest=(Role.GUEST, guest))
    casting = cast(Transcript("T", talk.speakers, (), language=language), ENGLISH)
    assert max(figures_of(casting)) <= EASY
    assert not likenesses(casting)


@pytest.mark.parametrize("example", INTERVIEWS, ids=lambda path: path.name)
def test_the_main_cast_of_every_example_is_easy_to_tell_apart(example: Path) -> None:
    talk = parse(example)
    casting = cast(talk, ENGLISH)
    main = Casting({s.name: casting[s.name] for s in talk.speakers if s.role in {Role.INTERVIEWER, Role.GUEST}})
    assert max(figures_of(main)) <= (EASY if len(main.voices) == 2 else ALIKE)
    assert not likenesses(casting)


@pytest.mark.parametrize("language", ["es", "hi", "it", "pt-br"])
def test_in_every_language_but_french_two_people_can_be_told_apart(language: str) -> None:
    voices = [voice for voice in catalogued_voices("kokoro") if voice.language == language]
    casting = cast(transcript(Host=(Role.INTERVIEWER, U), Guest=(Role.GUEST, U)), voices)
    assert max(figures_of(casting)) <= ALIKE


ROLES = st.sampled_from([Role.INTERVIEWER, Role.GUEST, Role.AUDIENCE, Role.NARRATOR])


@given(st.lists(st.tuples(ROLES, st.sampled_from([F, M, U])), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_up_to_six_people_have_voices_that_can_be_told_apart(people: list[tuple[Role, Gender]]) -> None:
    talk = transcript(**{f"Speaker {n}": person for n, person in enumerate(people)})
    casting = cast(talk, ENGLISH)
    assert len(set(names(casting))) == len(people)
    assert max(figures_of(casting), default=0.0) <= ALIKE < ONE_PERSON
    assert all(gender in {U, casting[f"Speaker {n}"].gender} for n, (_, gender) in enumerate(people))


def test_thirty_people_are_cast_always_the_same_way() -> None:
    talk = transcript(Host=(Role.INTERVIEWER, U), **{f"Guest {n}": (Role.GUEST, U) for n in range(29)})
    casting = cast(talk, ENGLISH)
    assert casting == cast(talk, ENGLISH)
    assert len(set(names(casting))) == len(ENGLISH)
    assert likenesses(casting)[-1].endswith("more pairs of speakers sound alike or share a voice")


# -- crowds ----------------------------------------------------------------------------------------------------------


def crowd(people: int) -> Transcript:
    return transcript(**{f"Guest {number}": (Role.GUEST, U) for number in range(people)})


def test_the_comparisons_of_voices_grow_no_faster_than_the_people() -> None:
    def comparisons(people: int) -> int:
        pairs = []

        def alike(*pair: Voice) -> float:
            pairs.append(pair)
            return 0.9

        cast(crowd(people), VOICES, alike=alike)
        return len(pairs)

    assert comparisons(800) < 2.2 * comparisons(400)


def test_every_pair_of_a_crowd_that_sounds_alike_is_counted() -> None:
    casting = cast(crowd(8), WOMEN[:2], alike=table(ab=0.9))
    # Two voices for eight people: each is shared by four, and each of four sounds like each of the other four.
    assert str(casting.doubts[-1]) == "15 more pairs of speakers sound alike or share a voice"
    assert "Guest 0 (k:f_anna) and Guest 4 (k:f_berta) have voices" in str(casting.doubts[2])
    settled = apply(crowd(8), casting.doubts[2].settled_by(IT_IS_RIGHT))
    doubts = cast(settled, WOMEN[:2], alike=table(ab=0.9)).doubts
    assert "Guest 0 (k:f_anna) and Guest 5 (k:f_berta) have voices" in str(doubts[2])
    assert str(doubts[-1]).startswith("14 more pairs")
