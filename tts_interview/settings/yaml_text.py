"""Read and write YAML as front matter and scripts have it. Most texts have none, so its users import it late."""

from __future__ import annotations

from typing import Any

import yaml

# YAML aliases (&, *) repeat a value. Nested, a few lines of them expand beyond any memory.
_MOST_REPEATED_CHARS = 1_000_000
# The scanner takes time by the square of the brackets that are open.
_DEEPEST = 50
_TAG = "tag:yaml.org,2002"


class YamlError(ValueError):
    """A text is not valid YAML. `line` is that of the problem, from 1; 0 if it is not known, None if no line is at fault."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(problem)
        self.line = line


class _Loader(yaml.BaseLoader):
    """Make a string of every scalar, never a date, number or object of the document's choosing; refuse deep nesting."""

    def fetch_more_tokens(self) -> None:
        """Scan on. Raises yaml.MarkedYAMLError where values nest too deeply."""
        if self.flow_level + len(self.indents) > _DEEPEST:
            raise yaml.MarkedYAMLError(problem=f"values nest more than {_DEEPEST} deep", problem_mark=self.get_mark())
        super().fetch_more_tokens()


class _Dumper(yaml.SafeDumper):
    """Write YAML that looks hand-written: a tuple is a list on one line."""

    def ignore_aliases(self, data: object) -> bool:
        """Return whether a value that occurs twice is written twice."""
        return isinstance(data, tuple) or bool(super().ignore_aliases(data))


_Dumper.add_representer(tuple, lambda dumper, data: dumper.represent_sequence(f"{_TAG}:seq", data, flow_style=True))
# Only double quotes hold every character: elsewhere, YAML reads an unusual line break as a space.
_Dumper.add_representer(
    str, lambda dumper, data: dumper.represent_scalar(f"{_TAG}:str", data, None if data.isprintable() else '"')
)


def yaml_of(fields: dict[str, object], width: float = float("inf")) -> str:
    """Return fields as YAML, empty if there are none; lines of text are wrapped at the width."""
    return yaml.dump(fields, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=width) if fields else ""


def read_yaml(text: str) -> Any:  # noqa: ANN401 - what a document holds is anything
    """Return the value of a YAML text as strings, lists and mappings.

    Raises YamlError if the text is not valid, nests too deeply, or its aliases expand far beyond any hand-written text.
    """
    try:
        found = yaml.load(text, Loader=_Loader)  # noqa: S506 - safer than safe_load
        expanded_chars = _expanded_chars(found, {})
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(str(error.problem or error.context), mark.line + 1 if mark else 0) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise YamlError(" ".join(str(error).split())) from error
    if expanded_chars > max(_MOST_REPEATED_CHARS, len(text)):
        raise YamlError("aliases (*) repeat its values too often")
    return found


def line_in(text: str, key: str, number: int | None = None) -> int:
    """Return the line, from 1, of the value of a top-level key of valid YAML, or of an entry of its list."""
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    node = [value for name, value in root.value if name.value == key][-1]  # type: ignore[union-attr]
    return int((node if number is None else node.value[number]).start_mark.line) + 1


def _expanded_chars(value: object, known: dict[int, int]) -> int:
    """Return the number of characters in a value with its aliases expanded, plus one for each value in it."""
    if isinstance(value, str):
        return 1 + len(value)
    if id(value) not in known:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        known[id(value)] = 1 + sum(_expanded_chars(one, known) for one in inner)
    return known[id(value)]
