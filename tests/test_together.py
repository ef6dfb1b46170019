"""No rule merely repeats another."""

from __future__ import annotations

from tests.together import fired, shadows


def test_each_rule_finds_something_of_its_own() -> None:
    assert shadows(fired(), 1.0) == []


def test_a_shadow_is_told() -> None:
    found = {"t/all": set("abcdefghijkl"), "t/part": set("abcdefgh"), "t/few": set("ab")}
    assert shadows(found, 0.6) == [("t/part", "t/all", 1.0), ("t/all", "t/part", 8 / 12)]
