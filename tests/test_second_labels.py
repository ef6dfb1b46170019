"""Two people labelled the same texts; how far they agreed, and how they settled the rest, is in docs/labelling.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.second_labels import draw, kappa, table, twice, write_part

PAGE = Path(__file__).parents[1] / "docs" / "labelling.md"
TABLE = re.compile(r"(?<=<!-- agreement -->\n\n).*?(?=\n<!-- end of agreement -->)", re.DOTALL)
SETTLED = re.compile(r"^\| ((?:\w+(?:, )?)+) \| .* \|$", re.MULTILINE)
LABELLED = twice()


def test_there_are_enough_and_each_text_once() -> None:
    assert len({each.id for each in LABELLED}) == len(LABELLED) >= 300


def test_the_guide_shows_the_agreement(request: pytest.FixtureRequest) -> None:
    page = PAGE.read_text(encoding="utf-8")
    now, places = TABLE.subn(table(LABELLED), page)
    assert places == 1
    if request.config.getoption("--accept"):
        PAGE.write_text(now, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == now, "the agreement has changed; run `pytest --accept`, read the diff"


def test_each_disagreement_is_settled_in_the_guide() -> None:
    settled = PAGE.read_text(encoding="utf-8").partition("### Settled")[2]
    named = [name for row in SETTLED.findall(settled) for name in row.split(", ") if name != "Texts"]
    assert sorted(named) == sorted(each.id for each in LABELLED if each.first != each.second)


def test_an_agreed_label_stays() -> None:
    # A rule that came later may add its own, and a text that came too near the measure part may be gone.
    corpus = {record["id"]: record["labels"] for record in write_part()}
    for each in LABELLED:
        if each.first == each.second and each.id in corpus:
            assert set(corpus[each.id]) >= each.first, each.id
            assert bool(corpus[each.id]) == bool(each.first), each.id


def test_the_draw_is_the_same_every_time_and_mixes_the_files() -> None:
    drawn = [str(record["id"]) for record in draw(100)]
    assert drawn == [str(record["id"]) for record in draw(200)][:100]
    assert len({re.sub(r"\d", "", name) for name in drawn}) > 3


def test_kappa() -> None:
    # The worked example of Cohen's paper has no two classes; this one is by hand: agreed 0.7, by chance 0.5.
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert kappa(pairs) == pytest.approx(0.4)
