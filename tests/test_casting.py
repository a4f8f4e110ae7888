"""Who is heard with which voice."""

from __future__ import annotations

import pytest

from tts_interview import CastingError, Gender, Paragraph, Role, Speaker, Transcript, Turn, Voice
from tts_interview.casting import cast
from tts_interview.catalogue import find_voice

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
    casting = cast(told, VOICES, {}, {})
    assert (casting["Host"].gender, casting["Guest"].gender) == expected
    assert casting["Host"] != casting["Guest"]


def test_more_guests_get_further_voices_and_the_narrator_one_of_his_own() -> None:
    told = transcript(
        Narrator=(Role.NARRATOR, U), Host=(Role.INTERVIEWER, U), One=(Role.GUEST, U), Two=(Role.GUEST, U), Three=(Role.GUEST, U)
    )
    casting = cast(told, VOICES, {}, {})
    assert len({v.full_name for v in casting.voices.values()}) == 5


def test_when_all_voices_are_taken_the_least_used_is_shared() -> None:
    told = transcript(**{f"Guest {n}": (Role.GUEST, M) for n in range(8)})
    used = [v.name for v in cast(told, VOICES, {}, {}).voices.values()]
    assert {used.count(voice.name) for voice in MEN} == {2}


def test_a_wish_overrides_by_part_of_both_names() -> None:
    told = transcript(Host=(Role.INTERVIEWER, U), Rutte=(Role.GUEST, M))
    assert cast(told, VOICES, {"rutte": "carla"}, {})["Rutte"].name == "f_carla"


def test_a_voice_that_somebody_wished_is_given_to_nobody_else() -> None:
    told = transcript(Host=(Role.INTERVIEWER, U), Guest=(Role.GUEST, U))
    casting = cast(told, VOICES, {"Guest": "anna"}, {})
    assert casting["Host"].name != "f_anna"


def test_a_gender_that_the_user_gives_counts_more_than_the_text() -> None:
    told = transcript(Host=(Role.INTERVIEWER, U), Guest=(Role.GUEST, M))
    assert cast(told, VOICES, {}, {"Guest": F})["Guest"].gender is F


@pytest.mark.parametrize(("wish", "voice"), [("interviewer", "f_anna"), ("carl", "m_carl"), ("", "m_bert")])
def test_the_narrator_is_a_third_voice_the_interviewers_or_the_one_wished(wish: str, voice: str) -> None:
    told = transcript(Narrator=(Role.NARRATOR, U), Host=(Role.INTERVIEWER, U), Guest=(Role.GUEST, U))
    exact = "m_carl" if wish == "carl" else wish
    assert cast(told, VOICES, {}, {}, exact)["Narrator"].name == voice


def test_an_unknown_speaker_is_an_error_with_the_names() -> None:
    with pytest.raises(CastingError, match='"Smith" is not one of the speakers: Host'):
        cast(transcript(Host=(Role.INTERVIEWER, U)), VOICES, {"Smith": "anna"}, {})


def test_an_unknown_voice_is_an_error_with_the_nearest() -> None:
    with pytest.raises(CastingError, match=r'no voice "carlla" \(nearest: k:f_carla'):
        cast(transcript(Host=(Role.INTERVIEWER, U)), VOICES, {"Host": "carlla"}, {})


def test_an_ambiguous_voice_is_an_error_with_the_choices() -> None:
    with pytest.raises(CastingError, match=r"may be any of these voices: .*m_bert.*m_bertram"):
        find_voice("ber", VOICES)


def test_the_whole_name_wins_over_a_part() -> None:
    assert find_voice("m_bert", VOICES).name == "m_bert"
    assert find_voice("k:m_bert", VOICES).name == "m_bert"


def test_a_language_without_a_voice_is_an_error() -> None:
    with pytest.raises(CastingError, match='no installed voice speaks "en"'):
        cast(transcript(Host=(Role.INTERVIEWER, U)), [], {}, {})
