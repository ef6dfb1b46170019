"""Expressions that are compiled late find what others find."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from kratom_lint.expressions import late


def test_a_late_expression_does_what_a_compiled_one_does() -> None:
    text = "One two ONE"
    for flags in (0, re.IGNORECASE):
        expression, compiled = late("(one)| ", flags), re.compile("(one)| ", flags)
        assert [m.span() for m in expression.finditer(text)] == [m.span() for m in compiled.finditer(text)]
        assert expression.sub("-", text) == compiled.sub("-", text)
        assert expression.split(text) == compiled.split(text)
        assert expression.findall(text) == compiled.findall(text)
        assert (expression.pattern, expression.groups) == (compiled.pattern, compiled.groups)
    assert late(rb"a+").match(b"aab")


def test_nothing_is_compiled_before_it_is_used() -> None:
    broken = late("(")
    with pytest.raises(re.error):
        broken.search("")


def test_every_expression_of_the_start_compiles() -> None:
    program = (
        "import kratom_lint.check, kratom_lint.formats.directives, sys\n"
        "from kratom_lint.expressions import _Late\n"
        "for name, module in list(sys.modules.items()):\n"
        "    for value in vars(module).values() if name.startswith('kratom_lint') else ():\n"
        "        if isinstance(value, _Late): value.search('' if isinstance(value.pattern, str) else b'')\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
