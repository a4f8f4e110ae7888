"""Which sentences rise to their end: questions that may be answered with yes or no."""

from __future__ import annotations

import pytest

from tts_interview.language.questions import rises


@pytest.mark.parametrize(
    "question",
    [
        "Have you ever been back?",
        "So you never met him?",
        "And nobody asked you for a ticket?",
        "When the storm came, did you sleep?",
        "Do you know what happened?",
        "Did you see, when you looked in, that it was green?",
        '"Were you afraid?"',
        "Isn’t that a lot of work?",
    ],
)
def test_a_question_for_yes_or_no_rises(question: str) -> None:
    assert rises(question, "en")


@pytest.mark.parametrize(
    "sentence",
    [
        "Why did you sell the boat?",
        "And in which year was that?",
        "So, how much did it cost?",
        "Is it tea or coffee?",
        "Is that so, and why?",
        "The storm came in before noon.",
        "You asked me whether I slept.",
        "Really!",
        "",
    ],
)
def test_other_questions_and_statements_do_not(sentence: str) -> None:
    assert not rises(sentence, "en")


@pytest.mark.parametrize(
    ("language", "rising", "falling"),
    [
        ("de", "Haben Sie das aufgeschrieben?", "Warum haben Sie das aufgeschrieben?"),
        ("de-CH", "Sie waren nie wieder dort?", "Wie viele Brunnen gab es?"),
        ("fr", "Vous ne l'avez jamais rencontré ?", "Où gardez-vous les cartes ?"),
        ("es", "¿Ha vuelto alguna vez?", "¿Cuántos pozos había?"),
        ("it", "È mai tornato alla stazione?", "Quanti pozzi c'erano?"),
        ("pt-BR", "O senhor voltou alguma vez?", "Quantos poços havia?"),
    ],
)
def test_questions_of_other_languages_are_known_by_their_words(language: str, rising: str, falling: str) -> None:
    assert rises(rising, language)
    assert not rises(falling, language)


def test_a_language_whose_words_are_not_known_keeps_the_melody_of_the_voice() -> None:
    assert not rises("Oletko käynyt siellä?", "fi")
