"""Values behave as dataclasses do, to us and to the standard library."""

from __future__ import annotations

import dataclasses
import pickle
import subprocess
import sys

import pytest

from kratom_lint.model import Finding, Span
from kratom_lint.values import field, names_of, record, replace, value


@value
class Leaf:
    """A value with every kind of field."""

    name: str
    veins: tuple[str, ...] = ()
    marks: dict[str, int] = field(default_factory=dict, compare=False)

    @property
    def label(self) -> str:
        return f"{self.name} leaf"


@record
class Basket:
    """A record that sets a field of its own."""

    leaves: list[Leaf] = field(default_factory=list)
    first: str = field(init=False)

    def __post_init__(self) -> None:
        self.first = self.leaves[0].name if self.leaves else ""


def test_values_are_equal_by_their_fields() -> None:
    leaf = Leaf("red", ("white",))
    assert leaf == Leaf("red", veins=("white",), marks={"a": 1})
    assert hash(leaf) == hash(Leaf("red", ("white",)))
    assert leaf != Leaf("red")
    assert (leaf.__eq__(3), leaf.label) == (NotImplemented, "red leaf")
    assert repr(leaf) == "Leaf(name='red', veins=('white',), marks={})"
    assert Leaf("a").marks is not Leaf("a").marks
    assert Span(1, 2) < Span(1, 3) <= Span(2, 2)


def test_a_field_that_is_missing_or_unknown_is_told() -> None:
    with pytest.raises(TypeError, match=r"Leaf.__init__\(\) missing 1 required positional argument: 'name'"):
        Leaf()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword argument 'nam'"):
        replace(Leaf("red"), nam="green")
    with pytest.raises(AttributeError):
        Leaf("red").colour = "red"  # type: ignore[attr-defined]


def test_records_may_change_and_set_fields_themselves() -> None:
    basket = Basket([Leaf("red")])
    assert (basket.first, Basket().first) == ("red", "")
    basket.leaves = []
    assert basket != Basket()
    assert basket == basket


def test_the_standard_library_takes_them_for_dataclasses() -> None:
    leaf = Leaf("red", ("white",), {"a": 1})
    assert replace(leaf, name="green") == dataclasses.replace(leaf, name="green") == Leaf("green", ("white",))
    assert dataclasses.asdict(leaf) == {"name": "red", "veins": ("white",), "marks": {"a": 1}}
    assert [each.name for each in dataclasses.fields(Leaf)] == list(names_of(Leaf)) == ["name", "veins", "marks"]
    assert dataclasses.is_dataclass(Finding)
    assert pickle.loads(pickle.dumps(leaf)) == leaf
    match leaf:
        case Leaf(name, veins):
            assert (name, veins) == ("red", ("white",))


def test_making_them_does_not_load_the_standard_ones() -> None:
    code = "import sys, kratom_lint.model; sys.exit('dataclasses' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
