"""What forty lines make of an interview: the text that trafilatura finds on its page, and regular expressions.

Labels with a colon that return make turns, and so do bold words and headings with a question mark, each with an answer.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import trafilatura

if TYPE_CHECKING:
    from pathlib import Path

_LABEL = re.compile(r"[*_]{0,3}([^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*){0,3})[*_]{0,3} ?:[*_]{0,3}\s*(.*)", re.S)
_QUESTION = re.compile(r"(?:#{1,6} |[*_]{1,3}(?! ))([^*\n]+\?[^*\n]{0,40})(?:[*_]{1,3}|$)\s*(.*)", re.S)


def read(path: Path) -> dict[str, Any] | None:
    """Return the turns of a text in the form of `tts-interview parse`, or None if there are not two."""
    text = path.read_text("utf-8", errors="replace")
    title = date = ""
    if path.suffix == ".html":
        about = trafilatura.extract_metadata(text)
        title, date = (about.title or "", about.date or "") if about else ("", "")
        text = trafilatura.extract(text, output_format="markdown", include_formatting=True) or ""
    paragraphs = [(found.start(), found[0].strip()) for found in re.finditer(r"\S[^\n]*(?:\n[^\n]*\S[^\n]*)*", text)]
    labels = Counter(found[1] for _, words in paragraphs if (found := _LABEL.match(words)))
    returning = {label for label, count in labels.items() if count > 1}
    turns: list[dict[str, Any]] = [{"speaker": "Narrator", "role": "narrator", "line": 1, "text": ""}]
    for start, words in paragraphs:
        label, question = _LABEL.match(words), _QUESTION.match(words)
        said = [(turns[-1]["speaker"], words, False)]
        if label and label[1] in returning:
            said = [(label[1], label[2], True)]
        elif question:
            said = [("Interviewer", question[1], True)]
            said += [("Guest", question[2], True)] if not returning or question[2] else []
        for speaker, spoken, begins in said:
            if begins:
                turns.append({"speaker": speaker, "role": "guest", "line": text.count("\n", 0, start) + 1, "text": spoken})
            else:
                turns[-1]["text"] += f"\n\n{spoken}"
    talk = turns[1:]
    count, asked = Counter(t["speaker"] for t in talk), Counter(t["speaker"] for t in talk if t["text"].rstrip().endswith("?"))
    asker = max(count, key=lambda name: asked[name] / count[name], default="")
    for turn in talk:
        turn["role"] = "interviewer" if turn["speaker"] == asker else "guest"
    speakers = [{"name": name, "role": "guest", "labels": [name]} for name in ("Narrator", *count)]
    return {"title": title, "date": date, "speakers": speakers, "turns": turns} if len(count) > 1 else None
