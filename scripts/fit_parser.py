"""Fit the weights of the parser on interviews, and on pages that are none, whose truth is known.

    python scripts/fit_parser.py ../shared            # fit, print the table, write tts_interview/parsing/weights.json
    python scripts/fit_parser.py ../shared --check    # print only

The folder holds `corpora/`, `interviews/`, `pages/` and `tools/` with the scorers. Six decisions are fitted, each a linear
model over named features, with L2 regularisation:

* choice: which reading of a page is best; pairs of readings of one interview, weighed by how much better one is.
* states: whether a block among the turns is talk; blocks of pages, from the marked turns and furniture.
* interview: whether a page is an interview; all readings, the best one most.
* right: whether the turns of an interview are read right; all readings of interviews.
* turn: whether a turn starts where it is said and has the right person.
* host: whether somebody asks rather than answers.

A publisher or an archive is left out as a whole, in all sets at once, and what is fitted without it judges it: these are the
honest figures beside the fitted ones. Needs scikit-learn (`pip install -e '.[fit]'`).
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from tts_interview import TtsInterviewError
from tts_interview.documents import read
from tts_interview.model import Role, Transcript
from tts_interview.parsing import REFUSED_BELOW, FinishedReading, finished, scoring
from tts_interview.parsing.deciding import Considered, Judged, consider, judge
from tts_interview.parsing.genre import declared_kind
from tts_interview.parsing.page.states import Surroundings
from tts_interview.parsing.people.roles import signs_of_people
from tts_interview.parsing.preparing import Prepared, prepare
from tts_interview.settings.parts import ReadingSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tts_interview.parsing.page.places import Page

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "tts_interview" / "parsing" / "weights.json"
# Archives hold long interviews; people also paste a few lines.
SHORT = (
    ("Ann: Why is that?\n\nBen: Because I like it.", "Ann Ben"),
    ("Ann: When did it start?\n\nBen: In 1973.\n\nAnn: And then?", "Ann Ben Ann"),
    ("Ann: What is it?\n\nBen: It is home.\n\nAnn: Why here?\n\nBen: I was born here.", "Ann Ben Ann Ben"),
    ("Lee: Yes?\n\nRay: No.\n\nLee: Really?\n\nRay: Really.", "Lee Ray Lee Ray"),
    ("Q: Why bees?\n\nA: They are quiet.\n\nQ: And honey?\n\nA: A little.", "Q A Q A"),
    ("Frage: Wie geht es?\n\nAntwort: Gut, danke.", "Frage Antwort"),
    (
        "Mara: Hello.\n\nJon: Hello, Mara. I have come about the boat.\n\nMara: It is in the shed.\n\nJon: May I see it?",
        "M J M J",
    ),
    ("**Why did you begin?**\n\nMy aunt had bees.\n\n**And today?**\n\nToday I have thirty hives.", "Q A Q A"),
    ("**Pourquoi ici ?**\n\nJe suis né ici.\n\n**Et après ?**\n\nOn verra.\n\n**Merci.**\n\nMerci à vous.", "Q A Q A Q A"),
    ("*What do you bake?*\n\nRye.\n\n*Who eats it?*\n\nThe whole street does.", "Q A Q A"),
    ("### When do you rise?\n\nAt three.\n\n### And sleep?\n\nAt eight, if they let me.", "Q A Q A"),
    ("A. L. - Why the sea?\n\nB. R. - I grew up beside it.\n\nA. L. - And now?\n\nB. R. - I miss it.", "A B A B"),
    (
        "Where do you fish?\n\nEva Holm: At night.\n\nAnd who helps?\n\nJan Berg: I do.\n\nWhat is best?\n\nEva Holm: Trout.",
        "Q E Q J Q E",
    ),
    ("А. К. - Почему море?\n\nЛ. М. - Привычка.\n\nА. К. - И всё?\n\nЛ. М. - Да.", "A L A L"),
    ("– Why the mill?\n\n– It was my father's.\n\n– Does it turn?\n\n– When the wind does.", "Q A Q A"),
)
WISHES = ReadingSettings(as_interview=True)
# An interview whose best reading is worse than GOOD is read badly; one below DECENT teaches nothing about interviews.
GOOD, DECENT = 0.9, 0.6
# Strength of regularisation (C of scikit-learn), chosen by the honest figures; small where pages are few.
CHOICE_C, STATES_C, INTERVIEW_C, RIGHT_C, TURN_C, HOST_C = 1.0, 2.0, 0.1, 0.5, 1.0, 0.3
# Pages are few beside the texts of archives, and interviews are few among pages.
PAGE_WEIGHT, INTERVIEW_PAGE_WEIGHT, OTHER_READING_WEIGHT, OTHER_BLOCK_WEIGHT = 3.0, 3.0, 0.3, 2.0
# Pages and the project's own texts say who asked; archives hardly do, and show people by how they talk alone.
HOST_WEIGHTS = {"pages": 8.0, "own": 3.0}
# Blocks that an honest first fit contradicts by so much are marked wrongly.
CONTRADICTED = 2.5
# Readings that differ by less are as good as each other. A block with fewer letters may lie in any string by chance.
LEAST_GAP, LEAST_LETTERS = 0.01, 15
FOLDS_OF_PAGES = 10
WORKERS = 2
TENTHS = 10
# Archives of which the hand-checked interviews have texts too, by the owner of their repository.
OWNERS = {
    "thechangelog": "changelog", "waferbaby": "usesthis", "brian14708": "whitehouse", "bitcointranscripts": "bitcoin",
    "gisbi-kim": "ethw", "talkpython": "talkpython", "supertanuki": "techologie", "18F": "18f-lists",
}  # fmt: skip
SAME_ARCHIVE = {"whitehouse-remarks": "whitehouse", "talkpython-none": "talkpython"}


@dataclass
class Text:
    """One text with its truth, and what the parser makes of it."""

    file: str
    set: str
    is_interview: bool
    publisher: str
    truth: Sequence[Any] = ()
    strings: Sequence[Mapping[str, str]] = ()
    prepared: Prepared | None = None
    considered: list[Considered] = field(default_factory=list)
    judged: list[Judged | None] = field(default_factory=list)
    quality: list[tuple[float, float, float]] = field(default_factory=list)
    turns: list[tuple[Mapping[str, float], bool]] = field(default_factory=list)
    people: list[tuple[Mapping[str, float], bool]] = field(default_factory=list)
    refused_by_rule: bool = False

    @property
    def page(self) -> Page:
        """The page as it was prepared; only those of pages and of the project's own texts are kept."""
        if self.prepared is None:
            raise ValueError(self.file)
        return self.prepared.page


class Scorers:
    """The scorers that stand beside the texts."""

    def __init__(self, shared: Path) -> None:
        self.shared = shared
        sys.path.insert(0, str(shared / "tools"))
        import score_corpora
        import score_pages

        self.corpora, self.pages = score_corpora, score_pages

    def __reduce__(self) -> tuple[type[Scorers], tuple[Path]]:
        """Modules cannot be pickled, so a worker imports them again."""
        return Scorers, (self.shared,)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def grouped(path: Path, folder: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows(path):
        found[f"{folder}/{row['file']}"].append(row)
    return found


def texts(shared: Path) -> Iterator[Text]:
    """Yield all texts of the four sets."""
    turns = grouped(shared / "corpora/turns.tsv", "corpora")
    for row in rows(shared / "corpora/index.tsv"):
        file, archive = f"corpora/{row['file']}", row["file"].split("/")[0]
        truth = [(int(r["line"]), r["speaker"], r["role"]) for r in turns[file]]
        yield Text(file, "corpora", row["kind"] == "interview", SAME_ARCHIVE.get(archive, archive), truth)
    turns = grouped(shared / "interviews/turns.tsv", "interviews")
    for row in rows(shared / "interviews/index.tsv"):
        file = f"interviews/{row['file']}"
        if row["turn_reliability"] == "A" and (shared / file).exists() and "not_an_interview" not in file:
            owner = next((archive for owner, archive in OWNERS.items() if owner in row["repo"]), row["repo"])
            yield Text(
                file,
                "interviews",
                is_interview=True,
                publisher=owner,
                truth=[(int(r["line"]), r["speaker"], r["role"]) for r in turns[file]],
            )
    turns, strings = grouped(shared / "pages/turns.tsv", "pages"), grouped(shared / "pages/furniture.tsv", "pages")
    for row in rows(shared / "pages/index.tsv"):
        file = f"pages/{row['file']}"
        yield Text(file, "pages", row["kind"] == "interview", _fold(file), turns[file], strings[file])
    for row in rows(shared / "pages/random.tsv"):
        yield Text(f"pages/{row['file']}", "random", is_interview=False, publisher="random " + _fold(row["file"]))
    yield from own_texts()


def own_texts() -> Iterator[Text]:
    """Yield the project's own texts: a short interview for each convention, and documentation, which is none."""
    for table in sorted((ROOT / "tests/interviews/conventions").glob("*.tsv")):
        truth = [(int(r["line"]), r["speaker"], r["role"]) for r in rows(table) if r["role"] not in ("left-out", "error")]
        (file,) = (path for path in table.parent.glob(f"{table.name.split('.')[0]}.*") if path != table)
        if truth:
            yield Text(str(file), "own", is_interview=True, publisher="own", truth=truth, strings=rows(table))
    for number, (words, people) in enumerate(SHORT):
        file = Path(tempfile.gettempdir()) / f"short-{number}.md"
        file.write_text(words, encoding="utf-8")
        truth = [(2 * n + 1, name, "") for n, name in enumerate(people.split())]
        yield Text(str(file), "own", is_interview=True, publisher="own", truth=truth)
    for file in [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]:
        yield Text(str(file), "own", is_interview=False, publisher="own")


def _fold(file: str) -> str:
    return f"page {sum(map(ord, file)) % FOLDS_OF_PAGES}"


def read_all(shared: Path, scorers: Scorers) -> list[Text]:
    """Read all texts in all ways that the layouts propose, and score each reading."""
    work = partial(_read_one, shared=shared, scorers=scorers)
    with get_context("fork").Pool(WORKERS) as pool:  # a fork knows the weights in use
        return [text for text in pool.imap(work, texts(shared), chunksize=8) if text]


def _read_one(text: Text, shared: Path, scorers: Scorers) -> Text | None:
    """Read one text in all ways; None if it cannot be read at all."""
    try:
        text.prepared = prepare(read(shared / text.file), WISHES)
    except TtsInterviewError:
        return None
    document, page = text.prepared.document, text.page
    text.considered = consider(page)
    text.judged = [judge(document, page, one) for one in text.considered]
    text.refused_by_rule = bool(declared_kind(document)) or (document.timed and not text.is_interview)
    for number, judged in enumerate(text.judged):
        _score(text, judged, scorers, best=not number)
    if text.set not in ("pages", "own"):
        text.prepared = None  # only the blocks of pages are looked at again
    return text


def _score(text: Text, judged: Judged | None, scorers: Scorers, *, best: bool) -> None:
    """Note how good a reading is, and for the best one which turns are right."""
    try:
        done = finished(text.prepared, text.considered, judged, WISHES) if judged and text.prepared else None
    except TtsInterviewError:
        done = None
    if done is None:
        text.quality.append((0.0, 0.0, 0.0))
        return
    quality, right = (
        scorers_quality(text, done.transcript, scorers) if text.is_interview else ((0.0, 0.0, 0.0), [False] * len(done.signs))
    )
    text.quality.append(quality)
    if best:
        text.people = list(_hosts(text, done, scorers))
        text.turns = [(signs, ok) for signs, ok in zip(done.signs, right, strict=True) if signs and ok is not None]


def scorers_quality(
    text: Text, transcript: Transcript, scorers: Scorers
) -> tuple[tuple[float, float, float], list[bool | None]]:
    """Return start, speaker and role of a reading, and for each turn whether it is right (None where nobody asks)."""
    if text.set == "pages":
        scores = scorers.pages.interview(text.truth, text.strings, transcript.to_dict())
        return (scores["f1"], scores["speaker"], scores["role"]), _right_on_page(text, transcript, scorers)
    module = scorers.corpora
    gold = module.merge(text.truth)
    numbered = [(t.line, t.speaker, t.role.value, n) for n, t in enumerate(transcript.turns)]
    kept = module.merge(numbered)
    pairs = module.match_starts(gold, kept)
    mapping = module.map_names(gold, kept, pairs)
    person = [(i, j) for i, j in pairs if mapping.get(kept[j][1]) == gold[i][1]]
    asked = sum(bool(g[2]) for g in gold)
    role = [(i, j) for i, j in person if gold[i][2] and module.role_agrees(kept[j][2], gold[i][2])]
    unknown = sum(not gold[i][2] for i, _ in pairs)
    right: list[bool | None] = [None] * len(transcript.turns)
    good = {j for _, j in person}
    for j, row in enumerate(kept):
        right[row[3]] = j in good
    speaker = module.f1(len(person), len(gold), len(kept))
    roles = module.f1(len(role), asked, len(kept) - unknown) if asked else speaker
    return (module.f1(len(pairs), len(gold), len(kept)), speaker, roles), right


def _hosts(text: Text, done: FinishedReading, scorers: Scorers) -> Iterator[tuple[Mapping[str, float], bool]]:
    """Yield the signs of each person whose role the truth knows, and whether they host."""
    if text.set == "pages" and text.is_interview:
        yield from _hosts_on_page(text, done, scorers)
    if text.set == "pages" or not text.is_interview:
        return
    module = scorers.corpora
    gold = module.merge(text.truth)
    found = module.merge([(t.line, t.speaker, t.role.value, None) for t in done.transcript.turns])
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for i, j in module.match_starts(gold, found):
        said[found[j][1]][gold[i][2]] += 1
    for name, signs in _signs_of_people(done).items():
        role = said[name].most_common(1)[0][0] if said[name] else ""
        if role in ("interviewer", "guest"):
            yield signs, role == "interviewer"


def _signs_of_people(done: FinishedReading) -> Mapping[str, Mapping[str, float]]:
    talk = [turn for turn in done.transcript.turns if turn.role is not Role.NARRATOR]
    people = list(dict.fromkeys(turn.speaker for turn in talk))
    return signs_of_people(people, talk, done.context) if done.context else {}


def _hosts_on_page(text: Text, done: FinishedReading, scorers: Scorers) -> Iterator[tuple[Mapping[str, float], bool]]:
    letters, within = scorers.pages.letters, scorers.pages.WITHIN + scorers.pages.START
    starts = {letters(row["start"])[: scorers.pages.START]: row["role"] for row in text.truth}
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for turn in done.transcript.turns:
        begun = letters(turn.text)[:within]
        said[turn.speaker][next((role for start, role in starts.items() if start and start in begun), "")] += 1
    for name, signs in _signs_of_people(done).items():
        role = said[name].most_common(1)[0][0] if said[name] else ""
        if role in ("interviewer", "guest"):
            yield signs, role == "interviewer"


def _right_on_page(text: Text, transcript: Transcript, scorers: Scorers) -> list[bool | None]:
    letters, within = scorers.pages.letters, scorers.pages.WITHIN + scorers.pages.START
    starts = {letters(row["start"])[: scorers.pages.START]: row["role"].split("|") for row in text.truth}
    right: list[bool | None] = []
    for turn in transcript.turns:
        begun = letters(turn.text)[:within]
        roles = next((roles for start, roles in starts.items() if start and start in begun), None)
        right.append(None if turn.role is Role.NARRATOR else roles is not None and turn.role.value in roles)
    return right


@dataclass
class Rows:
    """The examples of one decision: features, what is true, how much each counts, and the publisher of each."""

    names: list[str]
    features: np.ndarray
    truth: np.ndarray
    weights: np.ndarray
    groups: np.ndarray
    strength: float
    bias: bool = True

    @classmethod
    def of(cls, examples: Sequence[tuple[Mapping[str, float], int, float, str]], strength: float, *, bias: bool) -> Rows:
        """Collect examples: features by name, what is true, how much each counts, and its publisher."""
        names = list(examples[0][0])
        matrix = np.array([[features[name] for name in names] for features, *_ in examples])
        truth, weights, groups = (np.array(column) for column in list(zip(*examples, strict=True))[1:])
        return cls(names, matrix, truth, weights, groups, strength, bias)

    def fit(self, mask: np.ndarray | None = None) -> dict[str, float]:
        """Return the weights by name, for features as they are."""
        mask = np.ones(len(self.truth), bool) if mask is None else mask
        spread = self.features.std(axis=0)
        spread[spread == 0] = 1.0  # a constant feature stays as it is
        middle = self.features.mean(axis=0) if self.bias else 0.0
        model = LogisticRegression(C=self.strength, fit_intercept=self.bias, max_iter=4000)
        weights = self.weights[mask] / self.weights[mask].mean()
        model.fit(((self.features - middle) / spread)[mask], self.truth[mask], sample_weight=weights)
        plain = model.coef_[0] / spread
        found = dict(zip(self.names, plain.round(4).tolist(), strict=True))
        return found | ({"bias": round(float(model.intercept_[0] - (plain * middle).sum()), 4)} if self.bias else {})

    def without(self, group: str) -> dict[str, float]:
        """Return the weights that all other publishers give."""
        return self.fit(self.groups != group)


def choice_rows(found: Sequence[Text]) -> Rows:
    """Pairs of readings of one interview; a set of many texts counts by the root of its size."""
    examples: list[tuple[Mapping[str, float], int, float, str]] = []
    sizes = Counter(t.publisher if t.set != "pages" else "pages" for t in found if t.is_interview)
    for text in (t for t in found if t.is_interview):
        share = 1 / np.sqrt(sizes[text.publisher if text.set != "pages" else "pages"]) / max(1, len(text.considered) - 1)
        for i, one in enumerate(text.considered):
            for j, other in enumerate(text.considered[:i]):
                gap = sum(text.quality[i]) / 3 - sum(text.quality[j]) / 3
                if abs(gap) < LEAST_GAP:
                    continue
                for a, b, better in ((one, other, gap > 0), (other, one, gap < 0)):
                    features = {name: a.features[name] - b.features[name] for name in a.features}
                    examples.append((features, int(better), abs(gap) * share, text.publisher))
    return Rows.of(examples, CHOICE_C, bias=False)


def states_rows(found: Sequence[Text], scorers: Scorers) -> Rows:
    """Blocks of interview pages that are talk, or that the page put there."""
    examples = []
    for text in (t for t in found if t.set in ("pages", "own") and t.is_interview and t.considered):
        around = Surroundings(text.page, text.considered[0].segmentation.marks)
        marked = _marked_blocks(text, around, scorers) if text.set == "pages" else _own_blocks(text, around)
        for index, other in marked:
            weight = OTHER_BLOCK_WEIGHT if other else 1.0
            examples.append((around.signs(index), int(other), weight, text.publisher))
    everything = Rows.of(examples, STATES_C, bias=False)
    honest = np.zeros(len(examples))
    for group in set(everything.groups):
        weights = everything.without(group)
        own = everything.groups == group
        honest[own] = everything.features[own] @ np.array([weights[name] for name in everything.names])
    clean = ~(np.abs(honest) > CONTRADICTED) | ((honest > 0) == (everything.truth == 1))
    kept = [example for example, keep in zip(examples, clean, strict=True) if keep]
    return Rows.of(kept, STATES_C, bias=False)


def _marked_blocks(text: Text, around: Surroundings, scorers: Scorers) -> Iterator[tuple[int, bool]]:
    """Yield the blocks of which the truth says whether they are talk: those of turns, those of furniture, the tail."""
    letters = scorers.pages.letters
    words = {i: letters(text.page.blocks[i].text) for i in around.numbers}
    listed = [(letters(s["text"]), s["what"]) for s in text.strings]
    order = [i for i in around.numbers if i >= around.first]
    talk, last = _talk(text, order, words, letters)
    for index in (i for i in around.numbers if i not in around.sure):
        here = words[index]
        what = {kind for string, kind in listed if string in here or (len(here) >= LEAST_LETTERS and here in string)}
        if what - {"intro"}:
            yield index, True
        elif "intro" in what or index in talk:
            yield index, False
        elif index >= around.first and (last is None or index > last or (index in around.opening and index < min(talk))):
            yield index, True


def _own_blocks(text: Text, around: Surroundings) -> Iterator[tuple[int, bool]]:
    """Yield the blocks of one of the project's own interviews: talk, but for what its table lists as left out."""
    listed = [" ".join(row["words"].partition(" … ")[0].split()) for row in text.strings if row["role"] == "left-out"]
    for index in (i for i in around.numbers if i not in around.sure):
        words = " ".join(text.page.blocks[index].text.split())
        yield index, any(first and words.startswith(first) for first in listed)


def _talk(
    text: Text, order: Sequence[int], words: Mapping[int, str], letters: Callable[[str], str]
) -> tuple[set[int], int | None]:
    """Return the blocks of the marked turns, and the last of them if the truth reaches to the end of the talk."""
    talk: set[int] = set()
    place = 0
    for row in text.truth:
        start, end = letters(row["start"])[:24], letters(row["end"] or row["start"])[-24:]
        begun = next((k for k in range(place, len(order)) if start and start in words[order[k]]), None)
        if begun is not None:
            ended = next((k for k in range(begun, min(len(order), begun + 25)) if end in words[order[k]]), begun)
            talk.update(order[begun : ended + 1])
            place = begun
    return talk, max(talk, default=None)


def interview_rows(found: Sequence[Text]) -> Rows:
    """Readings of interviews, and of pages that are none; what a rule refuses teaches nothing."""
    examples = []
    for text in (t for t in found if not t.refused_by_rule):
        for number, judged in enumerate(text.judged):
            if judged is None or (text.is_interview and text.quality[number][1] < DECENT):
                continue
            weight = 1.0 if not number else OTHER_READING_WEIGHT / len(text.judged)
            weight *= PAGE_WEIGHT if text.set in ("pages", "random") else 1.0
            weight *= INTERVIEW_PAGE_WEIGHT if text.set == "pages" and text.is_interview else 1.0
            examples.append((judged.signs, int(text.is_interview), weight, text.publisher))
    return Rows.of(examples, INTERVIEW_C, bias=True)


def right_rows(found: Sequence[Text]) -> Rows:
    """All readings of interviews, good and bad."""
    examples = []
    for text in (t for t in found if t.is_interview):
        for number, judged in enumerate(text.judged):
            if judged is not None:
                good = min(text.quality[number][:2]) >= GOOD
                weight = PAGE_WEIGHT if text.set == "pages" else 1.0
                weight *= OTHER_READING_WEIGHT / len(text.judged) if number else 1.0
                examples.append((judged.signs, int(good), weight, text.publisher))
    return Rows.of(examples, RIGHT_C, bias=True)


def turn_rows(found: Sequence[Text]) -> Rows:
    """The turns of the best readings; a long transcript counts by the root of its length."""
    examples = []
    for text in found:
        judged = next(iter(text.judged), None)
        if judged is None or not (judged.segmentation.layout == "voices" or judged.interview >= REFUSED_BELOW):
            continue
        weight = 1 / np.sqrt(max(1, len(text.turns)))
        examples += [(signs, int(right), weight, text.publisher) for signs, right in text.turns]
    return Rows.of(examples, TURN_C, bias=True)


def host_rows(found: Sequence[Text]) -> Rows:
    """The people whose role is known; each interview counts the same."""
    examples = []
    for text in found:
        weight = HOST_WEIGHTS.get(text.set, 1.0) / max(1, len(text.people))
        examples += [(signs, int(hosts), weight, text.publisher) for signs, hosts in text.people]
    return Rows.of(examples, HOST_C, bias=True)


def use(decision: str, weights: Mapping[str, float]) -> None:
    """Let the parser use these weights from now on."""
    scoring.weights_of(decision).clear()
    scoring.weights_of(decision).update(weights)


def value(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return weights.get("bias", 0.0) + sum(w * features.get(name, 0.0) for name, w in weights.items() if name != "bias")


def chance(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return 1 / (1 + float(np.exp(-value(features, weights))))


def print_choice(found: Sequence[Text], weights_of: Callable[[str], Mapping[str, float]], title: str) -> None:
    """Print the mean quality of the chosen readings of each set."""
    for name in ("corpora", "interviews", "pages"):
        chosen = []
        for text in (t for t in found if t.set == name and t.is_interview):
            weights = weights_of(text.publisher)
            best = max(range(len(text.considered)), key=lambda i: value(text.considered[i].features, weights), default=None)
            chosen.append(text.quality[best] if best is not None else (0.0, 0.0, 0.0))
        mean = np.array(chosen).mean(axis=0).round(3)
        bad = sum(quality[1] < GOOD for quality in chosen)
        print(
            f"  {title:8}{name:11} start {mean[0]:.3f}  speaker {mean[1]:.3f}  role {mean[2]:.3f}  bad {bad} of {len(chosen)}"
        )


def print_gate(found: Sequence[Text], weights_of: Callable[[str], Mapping[str, float]], title: str) -> None:
    """Print how many pages of each kind are read at some thresholds."""
    kinds = {
        "interview pages": lambda t: t.set == "pages" and t.is_interview,
        "lookalikes": lambda t: t.set == "pages" and not t.is_interview,
        "random pages": lambda t: t.set == "random",
        "interviews of archives": lambda t: t.set == "corpora" and t.is_interview,
        "own interviews": lambda t: t.set == "own" and t.is_interview,
        "own documentation": lambda t: t.set == "own" and not t.is_interview,
        **{
            f"none, {kind}": lambda t, kind=kind: t.set == "corpora" and not t.is_interview and t.publisher == kind
            for kind in sorted({t.publisher for t in found if t.set == "corpora" and not t.is_interview})
        },
    }
    for name, belongs in kinds.items():
        sure = []
        for text in filter(belongs, found):
            judged = next(iter(text.judged), None)
            refused = judged is None or (text.refused_by_rule and judged.segmentation.layout != "voices")
            voices = judged is not None and judged.segmentation.layout == "voices"
            signs = judged.signs if judged else {}
            sure.append(0.0 if refused else 1.0 if voices else chance(signs, weights_of(text.publisher)))
        counts = "  ".join(f"{bar}: {sum(p >= bar for p in sure):3}" for bar in (0.1, 0.2, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8))
        print(f"  {title:8}{name:24} of {len(sure):3} at or above {counts}")


def print_area(name: str, examples: Rows, title: str = "honest") -> None:
    """Print the area under ROC of a decision, each publisher judged by what is fitted without it."""
    honest = np.zeros(len(examples.truth))
    for group in set(examples.groups):
        own = examples.groups == group
        weights = examples.without(group)
        honest[own] = examples.features[own] @ np.array([weights[n] for n in examples.names]) + weights.get("bias", 0.0)
    print(f"  {title:8}{name}: area under ROC {roc_auc_score(examples.truth, honest):.3f} over {len(honest)}")
    if name == "turn":
        print_reliability(title, 1 / (1 + np.exp(-honest)), examples.truth)


def turn_signs(examples: Rows) -> Iterator[Mapping[str, float]]:
    for row in examples.features:
        yield dict(zip(examples.names, row.tolist(), strict=True))


def print_reliability(title: str, sure: np.ndarray, truth: np.ndarray) -> None:
    """Print of the turns said to be so sure how many are right."""
    for step in range(TENTHS):
        inside = (sure >= step / 10) & (sure < (step + 1) / 10 if step < TENTHS - 1 else sure <= 1)
        if inside.sum():
            print(f"    {title:8}said {sure[inside].mean():.3f}  right {truth[inside].mean():.3f}  {inside.sum()} turns")


def fit_all(shared: Path, scorers: Scorers) -> tuple[list[Text], dict[str, Rows], dict[str, dict[str, float]]]:
    """Read all texts with the weights in use, and fit every decision on what comes of it.

    What one decision sees depends on those before it, so the weights settle in two or three rounds.
    """
    found = read_all(shared, scorers)
    rows_of = {
        "choice": choice_rows(found),
        "states": states_rows(found, scorers),
        "interview": interview_rows(found),
        "right": right_rows(found),
        "turn": turn_rows(found),
        "host": host_rows(found),
    }
    fitted = {decision: examples.fit() for decision, examples in rows_of.items()}
    fitted["states"] |= {name: scoring.weights_of("states")[name] for name in ("change", "begins")}
    return found, rows_of, fitted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="the folder of the texts")
    parser.add_argument("--check", action="store_true", help="print the figures, write nothing")
    parser.add_argument("--rounds", type=int, default=1, help="how often to read and fit [default: 1]")
    given = parser.parse_args()
    scorers = Scorers(given.shared)
    for _ in range(given.rounds):
        found, rows_of, fitted = fit_all(given.shared, scorers)
        for decision, weights in fitted.items():
            use(decision, weights)
    interview, turn = rows_of["interview"], rows_of["turn"]
    print_choice(found, lambda _publisher: fitted["choice"], "fitted")
    print_choice(found, cache(rows_of["choice"].without), "honest")
    print_gate(found, lambda _publisher: fitted["interview"], "fitted")
    print_gate(found, cache(interview.without), "honest")
    print_reliability("fitted", np.array([chance(signs, fitted["turn"]) for signs in turn_signs(turn)]), turn.truth)
    for name in ("states", "interview", "right", "turn", "host"):
        print_area(name, rows_of[name])
    if not given.check:
        WEIGHTS.write_text(json.dumps(fitted, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
