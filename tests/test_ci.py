"""The action's steps as GitHub runs them, in a real git repository; the other servers' examples; the image's files."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.repository import Repository
from tests.test_hooks import OFFLINE

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
GUIDE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
EXAMPLES: dict[str, str] = dict(re.findall(r"```yaml\n# (\S+)\n(.*?)```", GUIDE, re.DOTALL))
CLAIM = "Tea cures colds.\n"

pytestmark = pytest.mark.real


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of the action printed, its outputs, its summary, and the exit code of its last step."""

    code: int
    printed: str
    outputs: dict[str, str]
    summary: str

    @property
    def annotations(self) -> list[str]:
        """Return level, file and line of each annotation."""
        return re.findall(r"^::(\w+ file=[^,]+,line=\d+),", self.printed, re.MULTILINE)


def expanded(text: str, known: dict[str, str]) -> str:
    """Return a value of the action with its expressions replaced, each of which names one thing."""
    return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda m: known.get(m[1], ""), text)


def run_step(
    step: dict[str, Any], known: dict[str, str], folder: Path, temporary: Path, environment: dict[str, str]
) -> tuple[subprocess.CompletedProcess[str], str]:
    """Run a step's shell as a runner does; return what came of it and its summary; `known` gets its outputs."""
    files = {name: temporary / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.write_text("")
    given = {name: expanded(value, known) for name, value in step.get("env", {}).items()}
    runner = {"GITHUB_ACTIONS": "true", "CI": "true", "RUNNER_TEMP": str(temporary)}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder,
        env=environment | runner | given | {name: str(file) for name, file in files.items()},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    for line in files["GITHUB_OUTPUT"].read_text().splitlines():
        name, _, value = line.partition("=")
        known[f"steps.{step.get('id')}.outputs.{name}"] = value
    return done, files["GITHUB_STEP_SUMMARY"].read_text()


def act(repository: Repository, event: dict[str, str] | None = None, **inputs: str) -> Ran:
    """Run the steps after the installation in a repository; the tool is the one under test."""
    temporary = repository.folder.parent / f"{repository.folder.name}-runner"
    temporary.mkdir(exist_ok=True)
    given = {name: str(value["default"]) for name, value in ACTION["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    known = {f"inputs.{name}": value for name, value in given.items()}
    known |= {f"github.event.{name}": value for name, value in (event or {}).items()}
    known["steps.install.outputs.command"] = str(BIN / "kratom-lint")
    steps = {step["name"]: step for step in ACTION["runs"]["steps"]}
    checked, summary = run_step(steps["Check"], known, repository.folder, temporary, repository.environment())
    assert checked.returncode == 0, checked.stderr
    result, _ = run_step(steps["Result"], known, repository.folder, temporary, repository.environment())
    outputs = {name: expanded(value["value"], known) for name, value in ACTION["outputs"].items()}
    return Ran(result.returncode, checked.stdout + checked.stderr, outputs, summary)


def valid(text: str, kind: str, folder: Path, *more: str) -> None:
    """Prove that a file is one of its kind, by the schemas that check-jsonschema ships."""
    file = folder / "example.yml"
    file.write_text(text, encoding="utf-8")
    command = [str(BIN / "check-jsonschema"), "--builtin-schema", f"vendor.{kind}", *more, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_action_and_the_workflow_are_what_github_reads(tmp_path: Path) -> None:
    valid((ROOT / "action.yml").read_text(encoding="utf-8"), "github-actions", tmp_path)
    valid(EXAMPLES[".github/workflows/copy.yml"], "github-workflows", tmp_path)
    workflow = yaml.safe_load(EXAMPLES[".github/workflows/copy.yml"])
    used = next(step for step in workflow["jobs"]["kratom-lint"]["steps"] if "kratom-lint@" in step["uses"])
    assert set(used["with"]) <= set(ACTION["inputs"])


def test_no_input_is_pasted_into_a_script() -> None:
    assert [step["name"] for step in ACTION["runs"]["steps"] if "${{" in step.get("run", "")] == []


def test_the_guide_lists_every_input_with_its_default() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \|(.*?)\|", GUIDE, re.MULTILINE)
    assert {name: default.strip() for name, default in rows} == {
        **{name: f"`{value['default']}`" if value["default"] else "" for name, value in ACTION["inputs"].items()},
        "since": "told by GitHub",
        "fail-on": "from the configuration",
    }


def test_a_pull_request_answers_for_what_it_changes(repository: Repository) -> None:
    repository.write("copy/old.md", CLAIM)
    repository.commit()
    base = repository.git("rev-parse", "HEAD").strip()
    repository.write("copy/new.md", "Tea.\n\n" + CLAIM)
    repository.commit()
    event = {"pull_request.base.sha": base}
    changed = act(repository, event, changed_only="true", paths="copy/\n")
    assert (changed.code, changed.outputs["exit-code"]) == (1, "1")
    assert changed.annotations == ["error file=copy/new.md,line=3"]
    assert "1 error in 1 file" in changed.printed
    assert changed.summary.startswith("## kratom-lint\n\n1 error in 1 file. Law of 2026-11-22.\n")
    whole = act(repository, event, paths="copy/new.md\ncopy/old.md")
    assert whole.annotations == ["error file=copy/new.md,line=3", "error file=copy/old.md,line=1"]


def test_a_push_answers_for_what_it_changes(repository: Repository) -> None:
    before = repository.git("rev-parse", "HEAD").strip()
    repository.write("a.md", CLAIM)
    repository.commit()
    assert act(repository, {"before": before}, changed_only="true").annotations == ["error file=a.md,line=1"]
    assert act(repository, {"before": before}, changed_only="true", since="HEAD").code == 0
    first = act(repository, {"before": "0" * 40}, changed_only="true")
    assert "::notice title=kratom-lint::Nothing to compare with: everything is checked.\n" in first.printed
    assert first.code == 1


def test_a_shallow_clone_is_deepened(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> None:
    base = repository.git("rev-parse", "HEAD").strip()
    for number in range(3):
        repository.write(f"{number}.md", CLAIM)
        repository.commit()
    folder = tmp_path_factory.mktemp("clone") / "work"
    repository.git("clone", "--quiet", "--depth=1", repository.folder.as_uri(), str(folder))
    ran = act(Repository(folder, repository.cache), {"pull_request.base.sha": base}, changed_only="true")
    assert ran.annotations == [f"error file={number}.md,line=1" for number in range(3)]


def test_the_log_for_code_scanning(repository: Repository) -> None:
    repository.write("a.md", CLAIM)
    ran = act(repository, sarif="out.sarif")
    assert ran.outputs == {"exit-code": "1", "sarif": "out.sarif"}
    (made,) = json.loads(repository.read("out.sarif"))["runs"]
    assert [result["ruleId"] for result in made["results"]] == ["claims/cure"]
    assert act(repository, sarif="out.sarif").annotations == ["error file=a.md,line=1"]  # the log is no copy
    nowhere = act(repository, sarif="", summary="false")
    assert (nowhere.outputs["sarif"], nowhere.summary) == ("", "")


def test_inputs_are_words_and_never_run(repository: Repository) -> None:
    name = "a b$(touch ran);.md"
    repository.write(name, CLAIM)
    assert act(repository, paths=name, arguments="--ignore\nclaims/cure\n").code == 0
    assert act(repository, paths=name, fail_on="never").code == 0
    plain = act(repository, paths=f"\n{name}\n", annotations="false")
    assert (plain.code, plain.annotations) == (1, [])
    assert act(repository, paths="--help").code == 2
    assert not (repository.folder / "ran").exists()


def test_what_cannot_be_checked_fails_the_job(repository: Repository) -> None:
    repository.write(".kratom-lint.yaml", "packs: [./pack]\nfail_onn: error\n")
    repository.write("a.md", CLAIM)
    broken = act(repository)
    assert (broken.code, broken.outputs["sarif"], broken.summary) == (2, "", "")
    assert "unknown key" in broken.printed
    assert act(repository, paths="gone.md", changed_only="true", since="nowhere").code == 2


def test_the_step_that_installs_leaves_a_command(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory
) -> None:
    temporary = tmp_path_factory.mktemp("runner")
    known = {"github.action_path": str(ROOT), "inputs.python": sys.executable, "inputs.extras": ""}
    step = ACTION["runs"]["steps"][0]
    done, _ = run_step(step, known, repository.folder, temporary, repository.environment())
    if done.returncode and OFFLINE.search(done.stdout + done.stderr):
        pytest.skip("the package index cannot be reached, so nothing can be installed")
    assert done.returncode == 0, done.stderr
    command = known["steps.install.outputs.command"]
    assert Path(command).parent.parent == temporary / "kratom-lint"
    repository.write("a.md", CLAIM)
    checked = subprocess.run(
        [command, "check", "--format", "concise", "a.md"], cwd=repository.folder, **_quiet(repository)
    )
    assert checked.stdout == b"a.md:1:5: error claims/cure Says the product cures.\n"


def _quiet(repository: Repository) -> dict[str, Any]:
    return {"env": repository.environment(), "capture_output": True, "check": False}


def script(text: str, repository: Repository, **variables: str) -> int:
    """Run a line of an example with the tool under test first on the path, and return its exit code."""
    path = os.pathsep.join([str(BIN), os.environ["PATH"]])
    environment = repository.environment() | {"PATH": path} | variables
    return subprocess.run(["bash", "-ec", text], cwd=repository.folder, env=environment, check=False).returncode


def test_the_gitlab_example(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> None:
    valid(EXAMPLES[".gitlab-ci.yml"], "gitlab-ci", tmp_path_factory.mktemp("gitlab"), "--data-transform", "gitlab-ci")
    example = yaml.safe_load(EXAMPLES[".gitlab-ci.yml"])
    base = repository.git("rev-parse", "HEAD").strip()
    repository.write("a.md", CLAIM)
    job = example["kratom-lint"]
    assert script("\n".join(job["script"]), repository, CI_MERGE_REQUEST_DIFF_BASE_SHA=base) == 1
    reports = job["artifacts"]["reports"]
    (entry,) = json.loads(repository.read(reports["codequality"]))
    assert (entry["location"]["path"], entry["severity"]) == ("a.md", "critical")
    assert 'failures="1"' in repository.read(reports["junit"])


def test_the_azure_example(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> None:
    valid(
        EXAMPLES["azure-pipelines.yml"],
        "azure-pipelines",
        tmp_path_factory.mktemp("azure"),
        "--data-transform",
        "azure-pipelines",
        "--regex-variant",
        "nonunicode",  # the schema escapes what a regular expression with the flag u must not
    )
    example = yaml.safe_load(EXAMPLES["azure-pipelines.yml"])
    repository.write("copy/a.md", CLAIM)
    (line,) = [step["script"] for step in example["steps"] if step.get("displayName") == "Check the copy"]
    assert script(line, repository) == 1
    published = {step["inputs"]["testResultsFiles"] for step in example["steps"] if "task" in step}
    assert [path for path in published if 'failures="1"' not in repository.read(path)] == []
    (folder,) = [step["publish"] for step in example["steps"] if "publish" in step]
    assert json.loads(repository.read(f"{folder}/kratom-lint.sarif"))["version"] == "2.1.0"


def test_the_image_is_given_what_the_package_is_built_from() -> None:
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert kept == {"kratom_lint", "rules", "pyproject.toml", "README.md", "LICENSE"}
    assert all(f'"{name}"' in project for name in kept - {"pyproject.toml"})
