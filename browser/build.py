"""Builds the page for the browser: `uv run python -m browser.build` writes `browser/dist/kratom-lint.html`.

All that the page needs is put into it: Pyodide, the engine, two compiled rule books, a reader of Markdown. npm fetches
what is not ours, in the versions that `package.json` names.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import importlib.util
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import kratom_lint
from kratom_lint.loading import load_rulebook
from kratom_lint.rulebook import cache
from kratom_lint.web.page import page

HERE = Path(__file__).parent
BOOKS = {"us.book": ("us",), "us-states.book": ("us", "us-states")}
LEFT_OUT = {"commands", "lsp", "rules", "schemas", "parts"}
NOTICE = """<!-- kratom-lint, Apache-2.0. With Pyodide, MPL-2.0, https://github.com/pyodide/pyodide; CPython, PSF-2.0,
https://github.com/python/cpython; PyYAML, MIT, https://github.com/yaml/pyyaml; micromark and its extensions, MIT,
https://github.com/micromark. -->"""
NOWHERE = "https://nowhere.invalid/"
"""The address that Pyodide is told it comes from; nothing is ever asked of it."""


def build(target: Path) -> None:
    """Write the page to `target`; raise RuntimeError when npm or a part is missing."""
    npm("install", "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error")
    pyodide = HERE / "node_modules" / "pyodide"
    parts = [
        ("worker.js", "its program", bundled()),
        ("pyodide.asm.wasm", "Python", (pyodide / "pyodide.asm.wasm").read_bytes()),
        ("python_stdlib.zip", "Python's library", (pyodide / "python_stdlib.zip").read_bytes()),
        ("lock", "Python's settings", lock(pyodide)),
        ("engine.zip", "the engine and the rules", engine()),
    ]
    data = "\n".join([NOTICE, *(element(name, title, content) for name, title, content in parts)])
    target.parent.mkdir(parents=True, exist_ok=True)
    back_end = (HERE / "back-end.js").read_text(encoding="utf-8")
    html = page([back_end], "'none'", data=data, workers=True)
    target.write_text(html, encoding="utf-8")


def npm(*arguments: str) -> None:
    """Run npm in this folder."""
    program = shutil.which("npm")
    if program is None:
        raise RuntimeError("npm is not installed; install Node.js 20 or later")
    subprocess.run([program, *arguments], cwd=HERE, check=True, stdout=sys.stderr)


def bundled() -> bytes:
    """Return the program of the worker, in one piece."""
    target = HERE / "node_modules" / ".cache" / "worker.js"
    options = ["--bundle", "--format=iife", "--minify", "--conditions=worker", "--external:node:*", "--external:ws"]
    define = f"--define:import.meta.url={json.dumps(NOWHERE)}"
    comments = "--legal-comments=inline"
    npm("exec", "--", "esbuild", "worker.js", *options, define, comments, "--log-level=warning", f"--outfile={target}")
    return target.read_bytes()


def lock(pyodide: Path) -> bytes:
    """Return what Pyodide must know of itself, with no packages that it might want to fetch."""
    known = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    return json.dumps(known | {"packages": {}}).encode()


def engine() -> bytes:
    """Return an archive of what runs in Python: the engine, what it stands on, and the compiled rule books."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted({**dict(sources()), **dict(books())}.items()):
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def sources() -> Iterator[tuple[str, bytes]]:
    """Yield the Python modules: ours, PyYAML's without its compiled part, and what stands in for compiled ones."""
    for name in ("kratom_lint", "yaml"):
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            raise RuntimeError(f"{name} is not installed; run this with `uv run`")
        package = Path(spec.origin).parent
        for path in package.rglob("*.py"):
            inside = path.relative_to(package)
            if not LEFT_OUT.intersection(inside.parts):
                yield f"{name}/{inside.as_posix()}", path.read_bytes()
    for path in (HERE / "python").glob("*.py"):
        yield path.name, path.read_bytes()


def books() -> Iterator[tuple[str, bytes]]:
    """Yield the compiled rule books; raise RuntimeError for an expression that the browser's Python cannot read."""
    for name, packs in BOOKS.items():
        book = load_rulebook(packs)
        for matcher in (book.matcher, book.cue_matcher, book.name_matcher):
            for _, expression, *_ in matcher.index["regexes"]:
                try:
                    re.compile(expression)
                except re.error as error:
                    raise RuntimeError(f"{expression}: {error}; `re` must be able to read it") from None
        yield name, cache.dumps(book)


def element(name: str, title: str, content: bytes) -> str:
    """Return a part of the page as HTML: packed, and nothing that runs by itself."""
    packed = base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()
    return f'<script type="application/gzip" data-part="{name}" data-title="{title}">{packed}</script>'


def main() -> None:
    """Build the page where the command line says."""
    parser = argparse.ArgumentParser(prog="python -m browser.build", description="Build the page for the browser.")
    parser.add_argument("--output", type=Path, default=HERE / "dist" / "kratom-lint.html", metavar="FILE")
    target = parser.parse_args().output
    try:
        build(target)
    except (RuntimeError, subprocess.CalledProcessError) as error:
        sys.exit(f"no page was built: {error}")
    print(f"{target}: kratom-lint {kratom_lint.__version__}, {target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
