"""What our pages in one HTML file have in common: the parts they are made of, and a policy that knows these by hash."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path


def part(folder: Path, name: str) -> str:
    """Return one of the files that a page is made of."""
    return (folder / name).read_text(encoding="utf-8")


def policy(directives: Mapping[str, str]) -> str:
    """Return a content security policy in its own words (https://www.w3.org/TR/CSP3/#framework-policy)."""
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def hashed(text: str) -> str:
    """Return the source expression that allows a script or style of exactly this text."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
