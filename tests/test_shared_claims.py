"""Sentences of real copy that lie beside the repository, labelled by others: found or not, flagged or not.

Their labels are of another scheme than ours, so only violating and lawful are told apart.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kratom_lint import Severity, lint_text, load_rulebook

CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "claims_dev.jsonl"


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not here")
def test_most_claims_are_found_and_hardly_any_lawful_sentence_is_flagged() -> None:
    book = load_rulebook(as_of="2026-11-22")
    missed, false, violating = [], [], 0
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        findings = lint_text(record["text"], product="kratom", rulebook=book)
        flagged = any(each.anchor == "text" and each.severity.rank >= Severity.WARNING.rank for each in findings)
        violating += bool(record["labels"])
        if record["labels"] and not flagged:
            missed.append(record["id"])
        if flagged and not record["labels"]:
            false.append(record["id"])
    assert (violating - len(missed)) / violating >= 0.93, missed
    assert len(false) <= 2, false
