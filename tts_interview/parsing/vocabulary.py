"""Words of the genre, read from one file per language; the rules that use them are in the other modules.

A file `words/<code>.toml` holds the words and patterns of a language, `any.toml` those of no language. All files have the
same keys, and leave out those for which a language has nothing. Each constant below joins one key of all files, and its
comment says what the key holds. A key holds one of four kinds of list:

* words, in lower case: a label or a line is looked up among them;
* patterns: regular expressions without groups that capture, joined to one alternation;
* captures: patterns with one group, tried in order;
* pairs of letters.

A pattern that may stand anywhere in a text must not backtrack badly. To add a language, write its file and name it in
`LANGUAGES`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from tts_interview.files.packaged import shipped_table
from tts_interview.language.segmentation import base_language
from tts_interview.model import Gender, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

# The order of the words in every pattern.
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "ru", "zh", "ja", "ko", "hi", "any")
# Their text sets no spaces between words, or joins endings to them: a word may begin and end anywhere.
_WITHOUT_SPACES = ("zh", "ja", "ko")


def read_words(language: str) -> dict[str, Any]:
    """Read the file of a language; a key in a table has the table's name before it, as in "page.months"."""
    keys: dict[str, Any] = {}
    for name, value in shipped_table(__file__, f"words/{language}.toml").items():
        keys.update({f"{name}.{key}": items for key, items in value.items()} if isinstance(value, dict) else {name: value})
    return keys


_FILES = {language: read_words(language) for language in LANGUAGES}
# Every key that a file may have, and what its list holds.
KEYS: dict[str, Literal["words", "patterns", "captures", "pairs"]] = {}


def _list(key: str, *languages: str) -> tuple[str, ...]:
    """Return what the languages, or all of them, have under a key, each item once."""
    KEYS.setdefault(key, "words")
    return tuple(dict.fromkeys(item for language in languages or LANGUAGES for item in _FILES[language].get(key, ())))


def _words(key: str) -> frozenset[str]:
    return frozenset(_list(key))


def _patterns(key: str) -> str:
    """Return one regular expression that finds whatever a pattern under the key finds."""
    KEYS[key] = "patterns"
    return "|".join(_list(key))


def _any_of(key: str, *languages: str) -> str:
    """Return one regular expression for all words under the key."""
    return "|".join(map(re.escape, _list(key, *languages)))


def _whole(key: str) -> str:
    """Return the patterns under the key, each to be found as a whole word where spaces set words apart."""
    KEYS[key] = "patterns"
    spaced = [language for language in LANGUAGES if language not in _WITHOUT_SPACES]
    return "|".join([rf"\b(?:{'|'.join(_list(key, *spaced))})\b", *_list(key, *_WITHOUT_SPACES)])


def _captures(key: str) -> tuple[re.Pattern[str], ...]:
    KEYS[key] = "captures"
    return tuple(map(re.compile, _list(key)))


def _pairs(key: str) -> tuple[tuple[str, str], ...]:
    KEYS[key] = "pairs"
    return tuple(dict.fromkeys((first, second) for words in _FILES.values() for first, second in words.get(key, ())))


# -- names of people --------------------------------------------------------------------------------------------------

# Offices and forms of address that stand before a name and are no part of it.
TITLES = _words("titles")
# Titles that tell whether a person is a man or a woman, and pronouns that mean whoever was named last.
_SEXES = {Gender.MALE: "male", Gender.FEMALE: "female"}
KEYS.update({f"{sex}_{key}": "words" for key in ("titles", "pronouns") for sex in _SEXES.values()})
# Pronouns by which the sentence after a name goes on about the person.
SUBJECT_PRONOUNS = _list("subject_pronouns")
# Titles that are written with a full stop, which ends no sentence, and other parts of names with one.
ABBREVIATED_TITLES = _list("abbreviated_titles")
NAME_ABBREVIATIONS = _list("name_abbreviations")
# Words in lower case inside a name, and those that stand between the words of a label but never inside a name.
LABEL_PARTICLES = _words("label_particles")
PARTICLES = _words("particles") | LABEL_PARTICLES
# Words that open sentences and titles with a capital and belong to no name.
NO_NAMES = _words("no_names")
# Articles in a language whose nouns have capitals: the word after one is no name.
NOUN_ARTICLES = _patterns("noun_articles")
# Words before a thing with a capital: it is no other person of whom a pronoun may tell.
BEFORE_THINGS = _words("before_things")
# Words shortly before a place: "in rural Georgia".
BEFORE_PLACES = _words("before_places")
# Forms of address after a name by which a name in Chinese characters is found.
HONORIFICS = _any_of("honorifics")
# Forms of address that are taken from the end of a name, in Hangul and in Chinese characters.
HANGUL_SUFFIXES = _any_of("honorific_suffixes", "ko")
HAN_SUFFIXES = _any_of("honorific_suffixes", "zh", "ja")

# -- labels -----------------------------------------------------------------------------------------------------------

# What a label says of the role of whom it names.
ROLE_WORDS: dict[str, Role] = {
    **dict.fromkeys(_list("interviewer_labels"), Role.INTERVIEWER),
    **dict.fromkeys(_list("guest_labels"), Role.GUEST),
    **dict.fromkeys(_list("narrator_labels"), Role.NARRATOR),
    **dict.fromkeys(_list("audience_labels"), Role.AUDIENCE),
}
# Letters that stand for question and answer, each pair in a language.
LETTER_PAIRS = _pairs("letter_pairs")
QUESTION_LETTERS = frozenset(question for question, _ in LETTER_PAIRS)
ANSWER_LETTERS = frozenset(answer for _, answer in LETTER_PAIRS)
# The words that these letters stand for, where they are labels.
QUESTION_WORDS = _words("question_words")
ANSWER_WORDS = _words("answer_words")
# Words and abbreviations that stand for the one who asks, and for no name.
ASKER_LABELS = QUESTION_WORDS | _words("asker_labels")
# What stands as a label over something that is no turn: a break, a jingle, a clip.
STAGE_LABELS = _words("stage_labels")
# Labels for people whose name nobody knows, and those that a number tells apart, as in "Speaker 2".
UNKNOWN_LABELS = _words("unknown_labels")
NUMBERED_LABELS = _any_of("numbered_labels")
# Labels for all who are there.
EVERYBODY = _words("everybody")
# Words before a colon that open a remark or a field of the page, never a turn.
NO_SPEAKERS = _words("no_speakers")
# Words between the names of a label that names several people.
JOINS = _whole("joins")
# Verbs that end a clause before a colon, in scripts without capitals: "he said:".
QUOTATIVE_ENDINGS = _any_of("quotative_endings")
# Particles before a quotation mark, which end the beginning of a sentence and no name.
SENTENCE_PARTICLES = "".join(_list("sentence_particles"))

# -- notes about the sound --------------------------------------------------------------------------------------------

# What a transcriber notes about the sound, alone in brackets or first in them.
DIRECTIONS = _patterns("directions")
# The same, for words that a remark in brackets may begin with too: nothing else stands there.
LONE_DIRECTIONS = _patterns("lone_directions")
# Words for those who make the sound, before it: "everyone laughs".
DIRECTION_SUBJECTS = _any_of("direction_subjects")
# People of whom a transcriber tells what they do: "(The President removes his sunglasses.)".
ACTORS = _patterns("actors")
# Verbs after a sound that make a sentence of it, and words after them with which it is still a note: "(Music is playing)".
BEING = _any_of("being")
SOUNDING = _patterns("sounding")
# Verbs after a sound that always make a sentence of it, and whole continuations that do.
DOING = _patterns("doing")
TELLING = _patterns("telling")

# -- what prose says about people -------------------------------------------------------------------------------------

# Words after which a page names whom it asked, and those of them after which the name must stand near.
AFTER_THESE_ASKED = _patterns("after_these_asked")
INTERVIEW_ALONE = _patterns("interview_alone")
# What stands before who asked, and then before who was asked: "interview by Ann Lee with Ben Ray".
INTERVIEW_OF = _patterns("interview_of")
WITH = _patterns("with")
# Words after which it names who asked.
BEFORE_ASKERS = _patterns("before_askers")
# Of a guest: "He spoke with", after which stands who asked.
PRONOUN_SPOKE = _patterns("pronoun_spoke")
# What an interviewer is said to do, after the name, and words that follow where something else is meant: "spoke about".
ASKING_VERBS = _patterns("asking_verbs")
AFTER_SPOKE = _any_of("after_spoke")
# The word before a reporter's name in brackets, as Chinese papers sign.
REPORTERS = _any_of("reporters")
# What stands before a full name that is one's own.
OF_ONESELF = _patterns("of_oneself")
# What stands before nothing but one's own name, and whole patterns that capture such a name in scripts without capitals.
CALLED = _patterns("called")
NAMED_AFTER = _captures("named_after")
# What stands before a first name that is one's own, or that of somebody who is introduced.
SPEAKER_IS = _patterns("speaker_is")
# What stands before the short form of a name.
# What is said of an author, and verbs between the name and that.
AUTHOR_WORDS = _patterns("author_words")
AUTHOR_VERBS = _patterns("author_verbs")
# What stands before the name of the person whom a note is about: "About Ann Lee".
ABOUT_PERSON = _patterns("about_person")
# What people are: the beginnings of words that stand before or after a name.
OCCUPATIONS = _patterns("occupations")
# Articles before an occupation, although what belongs to a thing may begin with one too.
DEFINITE_ARTICLES = _any_of("definite_articles")
# Verbs between a name and an occupation, words after an occupation, and those that open a relative clause.
AFTER_NAMES = _any_of("after_names")
AFTER_OCCUPATIONS = _patterns("after_occupations")
RELATIVE_PRONOUNS = _patterns("relative_pronouns")
RELATIVE = _words("relative_pronouns")
# What people do with words, and what else only people do.
SAYING = _patterns("saying")
LIVING = _patterns("living")
# What stands before the name of one who was met, beside the words for interviews.
MEETING = _patterns("meeting")
# What stands before the name of one who is greeted or thanked.
GREETING = _patterns("greeting")
# What stands before places, works, organisations and products, and before a person only where they own something.
BELONGING = _patterns("belonging")
# Words that are part of the names of papers, organisations and products.
ORGANISATIONS = _words("organisations")

# -- what people say in an interview ----------------------------------------------------------------------------------

# What a host says: welcome, thank you for coming, our guest.
HOST_PHRASES = _patterns("host_phrases")
# What is said before somebody joins a talk.
INTRODUCING = _patterns("introducing")
# What a guest says in return, and plain thanks.
GUEST_PHRASES = _patterns("guest_phrases")
THANKS = _patterns("thanks")
# What the first question of so many interviews asks for.
INTRODUCE_YOURSELF = _patterns("introduce_yourself")
# How a question begins that ends without a question mark, and words before that.
INVITATIONS = _patterns("invitations")
BEFORE_INVITATIONS = _patterns("before_invitations")
# How one is asked to tell something, so that nobody would take it for advice, and words before that.
REQUESTS = _patterns("requests")
BEFORE_REQUESTS = _patterns("before_requests")
# How a question ends that has no question mark.
QUESTION_ENDINGS = _any_of("question_endings")
# What a host says when all is said.
FAREWELLS = _patterns("farewells")
# Words by which a page says that it is an interview.
INTERVIEW_WORDS = _patterns("interview_words")
# Pronouns of somebody who speaks of themselves.
FIRST_PERSON = _whole("first_person")
# Small words that make up so much of any English text, and of no other language's.
ENGLISH_WORDS = _any_of("small_words", "en")
# Words by which people speak of themselves, and to each other; case matters: "Sie" is "you", "sie" is not.
OF_SELF = _whole("of_self")
ADDRESSES = _whole("addresses")
# What pages ask of readers: to subscribe, to donate, to read on.
APPEALS = _patterns("appeals")
# By what an interview speaks of itself: "this interview".
ABOUT_ITSELF = _patterns("about_itself")
# By what lists of questions, and forums, show themselves.
FAQ_WORDS = _patterns("faq_words")
FORUM_WORDS = _patterns("forum_words")
# Forms of address before a name, as they are written.
FORMS_OF_ADDRESS = _patterns("forms_of_address")

# -- fields at the head of a page -------------------------------------------------------------------------------------

# Fields whose value names people, and the role of those.
PEOPLE_FIELDS: dict[str, Role | None] = {
    **dict.fromkeys(_list("fields.interviewer"), Role.INTERVIEWER),
    **dict.fromkeys(_list("fields.guest"), Role.GUEST),
    **dict.fromkeys(_list("fields.people")),
    **dict.fromkeys(_list("fields.audience"), Role.AUDIENCE),
}
# Words between the names in a field.
FIELD_JOINS = _whole("fields.joins")
# The last words of fields that credit somebody: "Photographs by".
CREDIT_ENDINGS = tuple(f" {word}" for word in _list("fields.credits"))

# -- what pages put around any article: none of it is said in an interview --------------------------------------------

# Whole blocks, without punctuation at their ends.
PHRASES = _words("page.phrases")
# Whole lines, by pattern.
FURNITURE = _patterns("page.furniture")
# Notes on how the talk became text: "This interview has been edited for length and clarity."
EDITING_NOTES = _patterns("page.editing_notes")
# What stands before the title of another article.
SEE_ALSO = _patterns("page.see_also")
# What stands before the day on which a page appeared.
PUBLISHED = _patterns("page.published")
# How long it takes to read: whole notes, and what stands before the minutes, with or without a word for "about".
READING_TIME = (
    rf"{_patterns('page.reading_time')}|(?:{_patterns('page.before_minutes')})\s*[:\uff1a]?\s*"
    rf"(?:(?:{_patterns('page.about_minutes')})\s*)?\d+\s*\S{{0,10}}"
)
# The beginnings of the names of months.
_MONTHS = rf"(?:{_patterns('page.months')})[^\W\d_]{{0,7}}\.?"
# What stands after a year, an ordinal's ending, and "of" between day, month and year.
_YEAR = rf"(?:19|20)\d\d(?:\s+(?:{_patterns('page.after_years')}))?"
_ORDINAL = rf"(?:{_any_of('page.ordinals')}|[.ºª])?"
_OF = rf"(?:(?:{_any_of('page.in_days')})\s+)?"
# What stands before a day and before a time of day, and days that are written with signs between the numbers.
_BEFORE_DAY = rf"(?:(?:{_any_of('page.before_days')})\s+)?"
_BEFORE_TIME = rf"(?:(?:{_any_of('page.before_times')})\s+)?"
# A day and nothing else, in words; the day of the week may stand before it, and the time of day after it.
DAY = (
    rf"(?:[^\s\d,]{{2,12}},?\s+)?{_BEFORE_DAY}"
    rf"(?:{_MONTHS}\s+\d{{1,2}},?\s+{_YEAR}|\d{{1,2}}{_ORDINAL}\s+{_OF}{_MONTHS},?\s+{_OF}{_YEAR}|{_patterns('page.days')})"
    rf"(?:,?\s+{_BEFORE_TIME}\d{{1,2}}[:h.]\d\d.{{0,20}}|[,\s·|-]+\d{{1,2}}:\d\d.{{0,20}})?"
)
# What opens a line of who wrote the page, and one of who is credited in capitals; small words inside such names.
BY = _patterns("page.by")
CREDITED_BY = _patterns("page.credited_by")
CREDIT_PARTICLES = _any_of("page.credit_particles")
# Whole lines that credit somebody: as capitals tell them, and in any case.
CREDITS = _patterns("page.credits")
ANY_CASE_CREDITS = _patterns("page.any_case_credits")
# Agencies and papers that are credited, as they write themselves, and what stands before them.
AGENCIES = _patterns("page.agencies")
PAPERS = _patterns("page.papers")
BEFORE_AGENCIES = _patterns("page.before_agencies")
# Words of a credit that names a photographer, that follows other credits, that ends a caption, and after who wrote the page.
PHOTO_WORDS = _patterns("page.photo_words")
PICTURE_LABELS = _patterns("page.picture_labels")
CREDIT_LABELS = _patterns("page.credit_labels")
AFTER_WRITERS = _any_of("page.after_writers")
# Buttons of captions.
CAPTION_TOOLS = _patterns("page.caption_tools")
# Whole lines over an advertisement, and words that open a line of one before a colon.
ADVERTISEMENT = _patterns("page.advertisement")
ADVERTISED = _patterns("page.advertised")
# Headings and lines after which nothing of the interview comes any more.
TAIL = _patterns("page.tail")


# -- what tells of a woman or of a man ------------------------------------------------------------------------------------

# Nouns for people, which the patterns below call WHO. What stands right before a name, right after one, at the beginning of the
# sentence after one that begins with a name, and what people say of themselves.
KEYS["gender.people"] = "patterns"
_PLURAL = {Gender.FEMALE: "women", Gender.MALE: "men"}
KEYS.update({f"gender.{many}_{key}": "patterns" for key in ("before", "after", "open", "say") for many in _PLURAL.values()})


@dataclass(frozen=True, slots=True)
class GenderSigns:
    """What a language says of women and of men, beside their names and after them.

    `titles` go by the word in lower case. `before` ends right before a name, `after` begins right after one, `opening` begins a
    sentence that goes on about the person, `own` is what people say of themselves. `pronouns` mean whoever was named last; none
    where that is not so. `spaced` says that the text sets spaces between words.
    """

    titles: Mapping[str, Gender]
    before: Mapping[Gender, re.Pattern[str]]
    after: Mapping[Gender, re.Pattern[str]]
    opening: Mapping[Gender, re.Pattern[str]]
    own: Mapping[Gender, re.Pattern[str]]
    pronouns: Mapping[str, Gender]
    spaced: bool


@cache
def gender_signs(language: str) -> GenderSigns:
    """Return the signs of a language, a BCP 47 tag; what English says counts in every language."""
    code = base_language(language) if base_language(language) in LANGUAGES else "en"
    both = dict.fromkeys(("en", code))
    titles = {gender: _list(f"{sex}_titles", *both) for gender, sex in _SEXES.items()}

    def signs(place: str, form: str) -> dict[Gender, re.Pattern[str]]:
        found = {g: "|".join(filter(None, (_gender_patterns(g, place, one) for one in both))) for g in _SEXES}
        addresses = {gender: "|".join(map(re.escape, words)) for gender, words in titles.items()}
        return {g: re.compile(form.format(said or "(?!)", addresses[g], "|".join(TITLES)), re.I) for g, said in found.items()}

    return GenderSigns(
        titles={word: gender for gender, words in titles.items() for word in words},
        before=signs("before", r"(?:\b(?:{0})|(?:^|[^\w'’])(?:{1})\.?(?:\s+(?:{2})\.?){{0,3}})\s*$"),
        after=signs("after", r"(?:{0})(?!\s+(?-i:[A-ZÄÖÜ]))"),  # "Ole Ray, actress Ann Lee"
        opening=signs("open", r"\W{{0,2}}(?:{0})"),
        own=signs("say", "{0}"),
        pronouns={word: gender for gender, sex in _SEXES.items() for word in _list(f"{sex}_pronouns", code)},
        spaced=code not in _WITHOUT_SPACES,
    )


def _gender_patterns(gender: Gender, place: str, language: str) -> str:
    """Return the alternation of a language's patterns, with its nouns for people where they say WHO."""
    who = "|".join(_list("gender.people", language)) or "(?!)"
    return "|".join(_list(f"gender.{_PLURAL[gender]}_{place}", language)).replace("WHO", f"(?:{who})")


def unknown_keys(words: dict[str, Any]) -> list[str]:
    """Return the keys of a file that no constant reads."""
    return [key for key in words if key not in KEYS]


for _language, _keys in _FILES.items():
    if unknown_keys(_keys):
        raise ValueError(f"parsing/words/{_language}.toml has unknown keys: {', '.join(unknown_keys(_keys))}")
