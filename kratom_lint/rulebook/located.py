"""YAML read into values that know where they stand. All scalars are text; what a date is, its reader decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kratom_lint.values import field, record, value

if TYPE_CHECKING:
    from yaml.nodes import Node


@record
class Faults:
    """The faults found so far, each `path:line:column: what is wrong; what to do`."""

    lines: list[str] = field(default_factory=list)

    def add(self, place: Located, message: str, offset: int = 0) -> None:
        """Record a fault at a value, `offset` code points into it."""
        self.lines.append(f"{place.path}:{place.line}:{place.column + offset}: {message}")


@value
class Located:
    """A YAML value with the path, line and column (1-based code points) of its first character.

    `value` is text for a scalar, a list for a sequence, and for a mapping a dict from key to value; `keys` then holds
    the place of each key.
    """

    value: str | list[Located] | dict[str, Located]
    path: str
    line: int
    column: int
    keys: dict[str, Located] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Return the scalar, or "" for anything else."""
        return self.value if isinstance(self.value, str) else ""

    def items(self) -> Iterator[tuple[str, Located]]:
        """Go through the entries of a mapping; of anything else there are none."""
        return iter(self.value.items()) if isinstance(self.value, dict) else iter(())

    def __iter__(self) -> Iterator[Located]:
        return iter(self.value) if isinstance(self.value, list) else iter(())


def read(text: str, path: str, faults: Faults) -> Located | None:
    """Parse one YAML document; None, and a fault, when it is empty or no YAML."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(text.removeprefix("\ufeff"), Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        faults.lines.append(f"{path}:{line}:{column}: not valid YAML: {error.problem}; quote patterns in single quotes")
        return None
    except yaml.YAMLError as error:
        faults.lines.append(f"{path}:1:1: not valid YAML: {error}; save the file as plain UTF-8 text")
        return None
    if root is None:
        faults.lines.append(f"{path}:1:1: the file is empty; delete it or fill it in")
        return None
    return _convert(root, path, faults)


def _convert(node: Node, path: str, faults: Faults) -> Located:
    from yaml.nodes import ScalarNode, SequenceNode

    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    if isinstance(node, SequenceNode):
        return Located([_convert(item, path, faults) for item in node.value], path, line, column)
    if isinstance(node, ScalarNode):
        quoted = node.style in ("'", '"')
        return Located(str(node.value), path, line, column + quoted)
    values: dict[str, Located] = {}
    keys: dict[str, Located] = {}
    for key_node, value_node in node.value:
        key = _convert(key_node, path, faults)
        if key.text in values:
            faults.add(key, f"key {key.text!r} is there twice; keep one")
            continue
        values[key.text] = _convert(value_node, path, faults)
        keys[key.text] = key
    return Located(values, path, line, column, keys)


def nearest(name: str, known: Iterator[str] | list[str]) -> str:
    """Return advice that names the nearest known name, or lists the known ones when none is near.

    What is but the end of a known name is near to it: "pain" to "disease/pain", "ny" to "us-ny".
    """
    from difflib import get_close_matches

    names = sorted(known)
    ends = [each for each in names if each.endswith((f"/{name}", f"-{name}"))]
    if len(ends) == 1:
        return f"did you mean {ends[0]!r}?"
    close = get_close_matches(name, names, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known: {', '.join(names[:12])}{' ...' if len(names) > 12 else ''}"
