"""The program on one page: `plan` and `render` name the stages in the order of the flow, each once."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import tts_interview

PAGE = Path(tts_interview.__file__).parent / "pipeline" / "__init__.py"
STAGES = {
    "plan": ["read", "configured", "parse", "cast", "arrange"],
    "render": ["plan", "edition", "speak", "stitch", "master", "publish"],
}


def names_in(function: str) -> list[str]:
    """Return the names that a function of the page uses, in the order in which they stand."""
    tree = ast.parse(PAGE.read_text(encoding="utf-8"))
    (found,) = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function)
    named = [node for statement in found.body for node in ast.walk(statement) if isinstance(node, ast.Name)]
    return [node.id for node in sorted(named, key=lambda node: (node.lineno, node.col_offset))]


@pytest.mark.parametrize("function", STAGES)
def test_a_function_of_the_page_names_its_stages_in_the_order_of_the_flow_each_once(function: str) -> None:
    assert [name for name in names_in(function) if name in STAGES[function]] == STAGES[function]
