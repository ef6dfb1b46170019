"""The JSON Schema for rule files, which editors read, says what the loader says."""

from __future__ import annotations

import copy
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import kratom_lint
from kratom_lint.formats.document import PLACES
from kratom_lint.rulebook.book import POLICIES, PRODUCTS, VALUES
from kratom_lint.rulebook.schema import CLAIMS, MINIMUM_EXAMPLES, RULE_KEYS, SCOPES

SCHEMA = json.loads((files(kratom_lint) / "schemas" / "rule.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
SHIPPED = (Path(__file__).parents[1] / "rules").glob("*/*/*.yaml")
RULES = sorted(path for path in SHIPPED if path.parent.name != "terms")
RULE: dict[str, Any] = {
    "summary": "Says it cures pain.",
    "severity": "error",
    "claim": "express",
    "authority": ["ftc-act-5"],
    "why": "No trial shows it.",
    "match": ["{cures} ... pain", {"regex": "pain[- ]free", "needs": ["pain"]}],
    "context": {"negated": "skip"},
    "suggest": [{"delete": "sentence"}, {"advise": "legal-review", "text": "Ask counsel."}],
    "examples": {
        "flag": ["[[cures pain]]"] * 5,
        "pass": ["no", "no", "no", "no", {"text": "no", "product": "7-oh"}],
    },
}


def changed(**values: object) -> dict[str, Any]:
    """Return the rule with keys set, or taken away where the value is None."""
    rule = copy.deepcopy(RULE) | values
    return {key: value for key, value in rule.items() if value is not None}


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", RULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_shipped_rule_satisfies_it(path: Path) -> None:
    VALIDATOR.validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def test_it_knows_what_the_loader_knows() -> None:
    keys = SCHEMA["properties"]
    assert set(keys) == set(RULE_KEYS)
    assert keys["claim"]["enum"] == list(CLAIMS)
    assert set(keys["where"]["items"]["enum"]) == {*PLACES, "text"}
    assert keys["products"]["items"]["enum"] == list(PRODUCTS)
    assert set(keys["context"]["properties"]) == {*VALUES, "attributed"}
    assert set(keys["context"]["properties"]["negated"]["enum"]) == set(POLICIES)
    actions = {key: each for item in keys["suggest"]["items"]["anyOf"] for key, each in item["properties"].items()}
    assert {key: tuple(actions[key]["enum"]) for key in SCOPES} == SCOPES
    assert SCHEMA["$defs"]["examples"]["minItems"] == MINIMUM_EXAMPLES


@pytest.mark.parametrize(
    "values",
    [
        {},
        {
            "match": None,
            "when": ["{kratom}", {"finding": "benefit"}],
            "require": {"age": ["21"]},
            "void": ["rarely"],
        },
        {"match": None, "when": ["{kratom}"], "verbatim": ["This statement ..."]},
        {"where": ["slug", "text"], "products": ["7-oh"], "unless": ["no {cures}"]},
    ],
)
def test_it_accepts_each_kind_of_rule(values: dict[str, object]) -> None:
    VALIDATOR.validate(changed(**values))


@pytest.mark.parametrize(
    "values",
    [
        {"match": None},
        {"why": None},
        {"severity": "fatal"},
        {"mach": ["pain"]},
        {"match": []},
        {"match": [{"regex": "pain"}]},
        {"when": ["{kratom}"]},
        {"match": None, "require": {"age": ["21"]}},
        {"match": None, "when": ["x"], "require": {"age": ["21"]}, "verbatim": ["y"]},
        {"context": {"hedged": "skip"}},
        {"context": {"denied": "flag"}},
        {"suggest": [{"replace": "sentence"}]},
        {"suggest": [{"delete": "document"}]},
        {"examples": {"flag": ["[[x]]"] * 4, "pass": ["x"] * 5}},
        {"where": ["footer"]},
    ],
)
def test_it_refuses_what_the_loader_refuses(values: dict[str, object]) -> None:
    assert not VALIDATOR.is_valid(changed(**values))
