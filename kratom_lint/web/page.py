"""Puts the page together: one HTML file that holds its style and its program, and allows itself nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kratom_lint.pages import hashed, part, policy

PARTS = Path(__file__).with_name("parts")


def page(program: Sequence[str], connect: str, *, data: str = "", workers: bool = False) -> str:
    """Return the page as one HTML file with a strict Content-Security-Policy.

    `program` is what answers it, in JavaScript that defines `backEnd`; the rest is the same wherever it runs. `connect`
    is where it may connect to, in the policy's words. `data` is put at its end, as HTML that runs nothing. With
    `workers`, it may start workers and WebAssembly out of itself.
    """
    style = part(PARTS, "page.css")
    script = "\n".join([*program, part(PARTS, "rich.js"), part(PARTS, "page.js")])
    allowed = {
        "default-src": "'none'",
        "script-src": hashed(script) + (" blob: 'wasm-unsafe-eval'" if workers else ""),
        "style-src": hashed(style),
        "img-src": "data:",
        "connect-src": connect,
        "worker-src": "blob:" if workers else "'none'",
        "form-action": "'none'",
        "base-uri": "'none'",
    }
    values = {
        "policy": policy(allowed),
        "style": style,
        "script": script,
        "data": data,
    }
    html = part(PARTS, "page.html")
    for name, value in values.items():
        before, after = html.split(f"{{{{ {name} }}}}")
        html = before + value + after
    return html
