"""Who is heard with which voice."""

from __future__ import annotations

import time
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from conftest import EXAMPLES
from hypothesis import given, settings
from hypothesis import strategies as st

from tts_interview import Casting, CastingError, Gender, Paragraph, Role, Speaker, Transcript, Turn, Voice, parse
from tts_interview.casting import cast
from tts_interview.casting.likeness import ALIKE, EASY, ONE_PERSON, likeness
from tts_interview.casting.voice_names import find_voice
from tts_interview.settings.parts import CastingSettings
from tts_interview.speech.catalogue import catalogued_voices

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WOMEN = [Voice("k", f"f_{n}", "en-us", Gender.FEMALE, rank=i) for i, n in enumerate(["anna", "berta", "carla"])]
MEN = [Voice("k", f"m_{n}", "en-us", Gender.MALE, rank=i) for i, n in enumerate(["adam", "bert", "carl", "bertram"])]
VOICES = WOMEN + MEN


def transcript(**roles: tuple[Role, Gender]) -> Transcript:
    speakers = tuple(Speaker(n, role, (n, n[:3]), gender) for n, (role, gender) in roles.items())
    return Transcript("T", speakers, tuple(Turn(s.name, s.role, 1, (Paragraph("x", 1),)) for s in speakers))


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
    told = transcript(Host=(Role.INTERVIEWER, host), Guest=(Role.GUEST, guest))
    casting = cast(told, VOICES)
    assert (casting["Host"].gender, casting["Guest"].gender) == expected
    assert casting["Host"] != casting["Guest"]


def test_more_guests_get_further_voices_and_the_narrator_one_of_his_own() -> None:
    told = transcript(
        Narrator=(Role.NARRATOR, U), Host=(Role.INTERVIEWER, U), One=(Role.GUEST, U), Two=(Role.GUEST, U), Three=(Role.GUEST, U)
    )
    casting = cast(told, VOICES)
    assert len({v.full_name for v in casting.voices.values()}) == 5


def test_when_all_voices_are_taken_the_least_used_is_shared() -> None:
    told = transcript(**{f"Guest {n}": (Role.GUEST, M) for n in range(8)})
    used = [v.name for v in cast(told, VOICES).voices.values()]
    assert {used.count(voice.name) for voice in MEN} == {2}


def test_a_wish_overrides_by_part_of_both_names() -> None:
    told = transcript(Host=(Role.INTERVIEWER, U), Rutte=(Role.GUEST, M))
    assert cast(told, VOICES, CastingSettings(voices={"rutte": "carla"}))["Rutte"].name == "f_carla"


def test_a_voice_that_somebody_wished_is_given_to_nobody_else() -> None:
    told = transcript(Host=(Role.INTERVIEWER, U), Guest=(Role.GUEST, U))
    casting = cast(told, VOICES, CastingSettings(voices={"Guest": "anna"}))
    assert casting["Host"].name != "f_anna"


def test_a_gender_that_the_user_gives_counts_more_than_the_text() -> None:
    told = transcript(Host=(Role.INTERVIEWER, U), Guest=(Role.GUEST, M))
    assert cast(told, VOICES, CastingSettings(genders={"Guest": F}))["Guest"].gender is F


@pytest.mark.parametrize(("wish", "voice"), [("interviewer", "f_anna"), ("carl", "m_carl"), ("", "m_bert")])
def test_the_narrator_is_a_third_voice_the_interviewers_or_the_one_wished(wish: str, voice: str) -> None:
    told = transcript(Narrator=(Role.NARRATOR, U), Host=(Role.INTERVIEWER, U), Guest=(Role.GUEST, U))
    exact = "m_carl" if wish == "carl" else wish
    assert cast(told, VOICES, CastingSettings(narrator=exact))["Narrator"].name == voice


def test_a_wish_for_the_narrators_voice_is_nothing_where_there_is_none() -> None:
    told = transcript(Host=(Role.INTERVIEWER, U), Guest=(Role.GUEST, U))
    assert cast(told, VOICES, CastingSettings(narrator="none")) == cast(told, VOICES)


def test_an_unknown_speaker_is_an_error_with_the_names() -> None:
    with pytest.raises(CastingError, match='"Smith" is not one of the speakers: Host'):
        cast(transcript(Host=(Role.INTERVIEWER, U)), VOICES, CastingSettings(voices={"Smith": "anna"}))


def test_an_unknown_voice_is_an_error_with_the_nearest() -> None:
    with pytest.raises(CastingError, match=r'no voice "carlla" \(nearest: k:f_carla'):
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
def test_an_unknown_voice_is_an_error_with_the_command_that_lists_those_there_are(
    engine: str, language: str, listing: str
) -> None:
    with pytest.raises(CastingError, match=f'"{listing}" lists them'):
        find_voice("george", [Voice(engine, "dora", language, Gender.FEMALE)])


def test_an_ambiguous_voice_is_an_error_with_the_choices() -> None:
    with pytest.raises(CastingError, match=r"may be any of these voices: .*m_bert.*m_bertram"):
        find_voice("ber", VOICES)


def test_the_whole_name_wins_over_a_part() -> None:
    assert find_voice("m_bert", VOICES).name == "m_bert"
    assert find_voice("k:m_bert", VOICES).name == "m_bert"


def test_what_follows_the_underscore_wins_over_a_part() -> None:
    assert find_voice("bert", VOICES).name == "m_bert"
    with pytest.raises(CastingError, match="may be any of"):
        find_voice("bert", [*VOICES, Voice("k", "f_bert", "en-us", Gender.FEMALE)])


def test_a_language_without_a_voice_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(CastingError, match=r'no installed voice speaks "en": get one with "tts-interview voices get en"'):
        cast(transcript(Host=(Role.INTERVIEWER, U)), [])


# -- contrast --------------------------------------------------------------------------------------------------------


def table(**figures: float) -> Callable[[Voice, Voice], float | None]:
    """A table of voices by the first letters after the underscore: ab is anna with berta, or adam with bert."""
    return lambda one, other: figures.get("".join(sorted(v.name[2] for v in (one, other))))


def two_women() -> Transcript:
    return transcript(Host=(Role.INTERVIEWER, F), Guest=(Role.GUEST, F))


def names(casting: Casting) -> list[str]:
    return [voice.name for voice in casting.voices.values()]


def test_two_people_get_the_voices_that_are_farthest_apart() -> None:
    assert names(cast(two_women(), VOICES, alike=table(ab=0.7, ac=0.4, bc=0.6))) == ["f_anna", "f_carla"]


def test_a_worse_voice_is_not_taken_for_a_little_more_contrast() -> None:
    assert names(cast(two_women(), VOICES, alike=table(ab=0.505, ac=0.5, bc=0.6))) == ["f_anna", "f_berta"]


def test_two_who_are_one_person_to_the_ear_are_not_chosen_however_good_they_are() -> None:
    good = [Voice("k", "f_anna", "en", F, rank=1), Voice("k", "f_berta", "en", F, rank=2)]
    poor = Voice("k", "f_carla", "en", F, rank=99)
    assert "f_carla" in names(cast(two_women(), [*good, poor], alike=table(ab=0.801, ac=0.8, bc=0.8)))


def test_two_who_are_alike_are_not_chosen_for_being_better() -> None:
    good = [Voice("k", "f_anna", "en", F, rank=1), Voice("k", "f_berta", "en", F, rank=2)]
    poor = Voice("k", "f_carla", "en", F, rank=99)
    assert "f_carla" in names(cast(two_women(), [*good, poor], alike=table(ab=0.76, ac=0.7, bc=0.7)))
    assert "f_carla" not in names(cast(two_women(), [*good, poor], alike=table(ab=0.75, ac=0.7, bc=0.7)))


def test_where_there_is_no_other_choice_they_are_chosen_and_told() -> None:
    casting = cast(two_women(), WOMEN[:2], alike=table(ab=0.9))
    assert names(casting) == ["f_anna", "f_berta"]
    assert casting.doubts[0] == (
        "Host (k:f_anna) and Guest (k:f_berta) are one person to the ear, 0.90 of 1: "
        '"en" has no voice that is free and differs; "tts-interview voices get en" or another --engine may'
    )


def test_the_cast_names_the_pairs_whose_voices_are_hard_to_tell_apart() -> None:
    assert cast(two_women(), WOMEN[:2], alike=table(ab=0.76)).alike == {frozenset(("Host", "Guest"))}
    assert not cast(two_women(), WOMEN[:2], alike=table(ab=0.75)).alike


def test_a_wish_is_kept_however_alike_and_told_with_the_option_to_copy() -> None:
    figures = table(ab=0.76, ac=0.5, bc=0.5)
    casting = cast(two_women(), WOMEN, CastingSettings(voices={"Host": "anna", "Guest": "berta"}), alike=figures)
    assert names(casting) == ["f_anna", "f_berta"]
    assert casting.doubts[0] == (
        "Host (k:f_anna) and Guest (k:f_berta) are alike, 0.76 of 1: "
        'another voice settles it, such as --voice "Guest=k:f_carla"'
    )


def test_a_pair_just_at_the_limit_is_not_told() -> None:
    assert not cast(two_women(), WOMEN[:2], alike=table(ab=0.75)).doubts


def test_the_option_that_a_doubt_names_settles_it() -> None:
    figures = table(ab=0.9, ac=0.5, bc=0.5)
    wishes = {"Host": "anna", "Guest": "berta"}
    doubt = cast(two_women(), WOMEN, CastingSettings(voices=wishes), alike=figures).doubts[0]
    name, voice = doubt.rpartition('--voice "')[2].rstrip('"').split("=")
    assert not cast(two_women(), WOMEN, CastingSettings(voices={**wishes, name: voice}), alike=figures).doubts


def test_the_others_keep_away_from_a_voice_that_is_wished() -> None:
    figures = table(ab=0.85, bc=0.4, ac=0.85)
    assert names(cast(two_women(), WOMEN, CastingSettings(voices={"Guest": "berta"}), alike=figures)) == ["f_carla", "f_berta"]


def test_two_wishes_that_are_alike_do_not_make_the_third_careless() -> None:
    told = transcript(Host=(Role.INTERVIEWER, F), Guest=(Role.GUEST, F), Third=(Role.GUEST, M))
    men = [Voice("k", "m_xaver", "en", M, rank=0), Voice("k", "m_yann", "en", M, rank=1)]
    figures = table(ab=0.9, ax=0.79, bx=0.79, ay=0.3, by=0.3)
    casting = cast(told, [*WOMEN, *men], CastingSettings(voices={"Host": "anna", "Guest": "berta"}), alike=figures)
    assert casting["Third"].name == "m_yann"


def test_a_known_gender_is_kept_even_where_the_other_would_differ_more() -> None:
    told = transcript(Host=(Role.INTERVIEWER, F), Guest=(Role.GUEST, F))
    casting = cast(told, [*WOMEN[:2], *MEN], alike=lambda one, other: 0.7 if one.gender is other.gender else 0.1)
    assert {voice.gender for voice in casting.voices.values()} == {F}


def test_a_gender_that_is_only_assumed_yields_before_two_share_a_voice() -> None:
    told = transcript(Host=(Role.INTERVIEWER, U), One=(Role.GUEST, U), Two=(Role.GUEST, U))
    assert len(set(names(cast(told, [WOMEN[0], *MEN[:2]])))) == 3
    known = cast(transcript(Host=(Role.INTERVIEWER, F), One=(Role.GUEST, M), Two=(Role.GUEST, F)), [WOMEN[0], *MEN[:2]])
    assert known["Host"] == known["Two"]


def test_several_who_share_a_voice_are_told_and_where_to_get_more() -> None:
    french = [Voice("k", "ff_siwis", "fr", F)]
    told = transcript(Host=(Role.INTERVIEWER, U), Guest=(Role.GUEST, M))
    assert cast(Transcript("T", told.speakers, told.turns, language="fr"), french).doubts[0] == (
        'Host and Guest share the voice k:ff_siwis: "fr" has no voice that is free and differs; '
        '"tts-interview voices get fr" or another --engine may'
    )


def test_a_narrator_without_a_voice_of_his_own_sounds_like_who_asks_and_that_is_told() -> None:
    told = transcript(Narrator=(Role.NARRATOR, U), Host=(Role.INTERVIEWER, U), Guest=(Role.GUEST, U))
    casting = cast(told, [WOMEN[0], MEN[0]])
    assert casting["Narrator"] == casting["Host"] != casting["Guest"]
    assert casting.doubts[0].startswith("Narrator and Host share the voice k:f_anna")
    assert casting.doubts[0].endswith("and --narrator none leaves the narrator out")
    assert cast(told, [*WOMEN[:2], MEN[0]])["Narrator"].name == "f_berta"


def test_the_accent_of_the_text_counts_where_little_else_does() -> None:
    told = transcript(Host=(Role.INTERVIEWER, U))
    american, british = (Voice("k", f"f_{n}", n, F, rank=i) for i, n in enumerate(["en-us", "en-gb"]))
    for language, expected in [("en", american), ("en-GB", british), ("en_US", american), ("en-IN", american)]:
        assert cast(Transcript("T", told.speakers, (), language=language), [american, british])["Host"] == expected


def test_the_accent_of_the_text_gives_way_to_contrast() -> None:
    british = [Voice("k", f"f_{n}", "en-gb", F, rank=i) for i, n in enumerate(["anna", "berta"])]
    voices = [*british, Voice("k", "f_carla", "en-us", F, rank=2)]
    told = Transcript("T", two_women().speakers, (), language="en-GB")
    assert names(cast(told, voices, alike=table(ab=0.5, ac=0.5, bc=0.5))) == ["f_anna", "f_berta"]
    assert names(cast(told, voices, alike=table(ab=0.7, ac=0.4, bc=0.5))) == ["f_anna", "f_carla"]


def test_a_narrator_who_is_to_sound_like_the_interviewer_is_no_doubt() -> None:
    told = transcript(Narrator=(Role.NARRATOR, U), Host=(Role.INTERVIEWER, U), Guest=(Role.GUEST, U))
    assert not cast(told, VOICES, CastingSettings(narrator="interviewer")).doubts
    assert cast(told, VOICES, CastingSettings(voices={"Narrator": "anna", "Host": "anna"})).doubts


def test_narrator_and_audience_take_nothing_from_who_asks_and_answers() -> None:
    people = {"Host": (Role.INTERVIEWER, U), "Guest": (Role.GUEST, U)}
    alone = cast(transcript(**people), ENGLISH)
    crowd = {f"Visitor {n}": (Role.AUDIENCE, U) for n in range(4)}
    together = cast(transcript(Narrator=(Role.NARRATOR, U), **crowd, **people), ENGLISH)
    assert all(together[name] == alone[name] for name in people)


def test_voices_without_figures_come_in_their_order() -> None:
    told = transcript(Host=(Role.INTERVIEWER, U), **{f"Guest {n}": (Role.GUEST, U) for n in range(4)})
    assert names(cast(told, VOICES)) == ["f_anna", "m_adam", "f_berta", "m_bert", "f_carla"]


# -- the shipped voices ----------------------------------------------------------------------------------------------

ENGLISH = [voice for voice in catalogued_voices("kokoro") if voice.language.startswith("en")]


def figures_of(casting: Casting) -> list[float]:
    return [likeness(one, other) or 0.0 for one, other in combinations(casting.voices.values(), 2)]


@pytest.mark.parametrize("language", ["en", "en-GB", "en-US"])
@pytest.mark.parametrize(("host", "guest"), [(U, U), (M, F), (F, M), (F, F), (M, M)])
def test_the_default_cast_of_two_is_easy_to_tell_apart(host: Gender, guest: Gender, language: str) -> None:
    told = transcript(Host=(Role.INTERVIEWER, host), Guest=(Role.GUEST, guest))
    casting = cast(Transcript("T", told.speakers, (), language=language), ENGLISH)
    assert max(figures_of(casting)) <= EASY
    assert not casting.doubts


@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("*.*")), ids=lambda path: path.name)
def test_the_main_cast_of_every_example_is_easy_to_tell_apart(example: Path) -> None:
    told = parse(example)
    casting = cast(told, ENGLISH)
    main = Casting({s.name: casting[s.name] for s in told.speakers if s.role in {Role.INTERVIEWER, Role.GUEST}})
    assert max(figures_of(main)) <= (EASY if len(main.voices) == 2 else ALIKE)
    assert not casting.doubts


@pytest.mark.parametrize("language", ["es", "hi", "it", "pt-br"])
def test_in_every_language_but_french_two_people_can_be_told_apart(language: str) -> None:
    voices = [voice for voice in catalogued_voices("kokoro") if voice.language == language]
    casting = cast(transcript(Host=(Role.INTERVIEWER, U), Guest=(Role.GUEST, U)), voices)
    assert max(figures_of(casting)) <= ALIKE


ROLES = st.sampled_from([Role.INTERVIEWER, Role.GUEST, Role.AUDIENCE, Role.NARRATOR])


@given(st.lists(st.tuples(ROLES, st.sampled_from([F, M, U])), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_no_two_of_up_to_six_people_are_one_person_to_the_ear_or_alike(people: list[tuple[Role, Gender]]) -> None:
    told = transcript(**{f"Speaker {n}": person for n, person in enumerate(people)})
    casting = cast(told, ENGLISH)
    assert len(set(names(casting))) == len(people)
    assert max(figures_of(casting), default=0.0) <= ALIKE < ONE_PERSON
    assert all(gender in {U, casting[f"Speaker {n}"].gender} for n, (_, gender) in enumerate(people))


def test_thirty_people_are_cast_quickly_and_always_alike() -> None:
    told = transcript(Host=(Role.INTERVIEWER, U), **{f"Guest {n}": (Role.GUEST, U) for n in range(29)})
    started_s = time.process_time()
    casting = cast(told, ENGLISH)
    assert time.process_time() - started_s < 2
    assert casting == cast(told, ENGLISH)
    assert len(set(names(casting))) == len(ENGLISH)
    assert casting.doubts[-1].endswith("more pairs of this cast sound alike or share a voice")
