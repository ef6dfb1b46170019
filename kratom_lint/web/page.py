"""Puts the page together: one HTML file that holds its style and its program, and allows itself nothing else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path

PARTS = Path(__file__).with_name("parts")


def page(program: Sequence[str], connect: str, *, data: str = "", workers: bool = False) -> str:
    """Return the page as one HTML file with a strict Content-Security-Policy.

    `program` is what answers it, in JavaScript that defines `backEnd`; the rest is the same wherever it runs. `connect`
    is where it may connect to, in the policy's words. `data` is put at its end, as HTML that runs nothing. With
    `workers`, it may start workers and WebAssembly out of itself.
    """
    style = part("page.css")
    script = "\n".join([*program, part("rich.js"), part("page.js")])
    policy = {
        "default-src": "'none'",
        "script-src": f"'{_hash(script)}'" + (" blob: 'wasm-unsafe-eval'" if workers else ""),
        "style-src": f"'{_hash(style)}'",
        "img-src": "data:",
        "connect-src": connect,
        "worker-src": "blob:" if workers else "'none'",
        "form-action": "'none'",
        "base-uri": "'none'",
    }
    values = {
        "policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "style": style,
        "script": script,
        "data": data,
    }
    html = part("page.html")
    for name, value in values.items():
        before, after = html.split(f"{{{{ {name} }}}}")
        html = before + value + after
    return html


def part(name: str) -> str:
    """Return one of the files the page is made of."""
    return (PARTS / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
