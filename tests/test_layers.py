"""Imports point down, every module is on the map, and no two modules import each other."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import kratom_lint

PACKAGE = Path(kratom_lint.__file__).parent

# Top to bottom; a module or package may import its own layer and those below it.
LAYERS = (
    {
        "__init__",
        "__main__",
        "api",
        "arguments",
        "checking",
        "cli",
        "commands",
        "lsp",
        "output",
        "plainly",
        "program",
        "scan",
        "web",
    },
    {
        "audit",
        "books",
        "changed",
        "check",
        "config",
        "dialogue",
        "configfile",
        "corpus",
        "discovery",
        "fix",
        "git",
        "ignores",
        "loading",
        "mending",
        "patch",
        "policy",
        "pyproject",
        "repair",
        "rewriting",
        "rounds",
        "report",
        "review",
        "score",
        "onefile",
        "pages",
        "pool",
        "results",
        "selftest",
        "settings",
        "sharing",
        "sources",
        "tasks",
        "testing",
        "unified",
        "watching",
    },
    {"engine"},
    {"formats", "rulebook"},
    {"text"},
    {"digests", "errors", "globs", "languages", "model", "names"},
    {"expressions", "values"},
)
LAYER = {name: depth for depth, names in enumerate(LAYERS) for name in names}


def modules() -> dict[str, ast.Module]:
    """Return each module by its dotted name inside the package (`report.human`, `report`, `__init__`)."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imported(tree: ast.Module, known: set[str]) -> set[str]:
    """Return the modules of ours that a module imports; the version does not count, all may tell it."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import; write it out"
            named = {f"{node.module}.{alias.name}" for alias in node.names} - {"kratom_lint.__version__"}
            names |= {name if name.removeprefix("kratom_lint.") in known else str(node.module) for name in named}
    ours = {name for name in names if name.split(".")[0] == "kratom_lint"}
    return {name.partition(".")[2] or "__init__" for name in ours}


MODULES = modules()
IMPORTS = {name: imported(tree, set(MODULES)) for name, tree in MODULES.items()}


def top(module: str) -> str:
    return module.split(".")[0]


def test_every_module_is_on_the_map_and_the_map_names_only_modules() -> None:
    missing = {top(name) for name in MODULES} - set(LAYER)
    assert not missing, f"put these on the map: {sorted(missing)}"
    assert set(LAYER) - {top(name) for name in MODULES} == set()


def test_imports_point_down() -> None:
    upward = [
        f"{name} imports {target}"
        for name, targets in IMPORTS.items()
        for target in sorted(targets)
        if LAYER.get(top(target), 0) < LAYER.get(top(name), 0)
    ]
    assert upward == []


def test_no_imports_go_in_circles() -> None:
    # Raises CycleError, which names the circle.
    TopologicalSorter(IMPORTS).prepare()
