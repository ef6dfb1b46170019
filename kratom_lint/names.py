"""What the name of a file says about whether copy is in it: locks, minified files, program code and media hold none."""

from __future__ import annotations

import re
from pathlib import PurePath

FOLDERS = frozenset(
    """Pods __pycache__ _build _site bower_components build dist jspm_packages node_modules site-packages vendor
    venv""".split()  # noqa: SIM905
)
"""Folders that tools fill; a walk never enters one, nor any whose name starts with a dot, unless it is named."""

_NAMES = {
    "a lock file": r"""(?:.+[.-])?lock(?:\.(?:json|ya?ml|hcl))?|(?:package-lock|npm-shrinkwrap)\.json|.+\.lockb?|go\.sum
    |yarn\.lock""",
    "minified": r".+\.min\.\w+|.+\.(?:bundle|chunk)\.(?:m?js|css)|.+\.map",
    "settings or terms of a project": r"""
    (?:package|composer|lerna|nx|turbo|vercel|angular|biome|deno|renovate|nest-cli|[tj]sconfig.*|.+\.config)\.jsonc?
    |(?:pyproject|cargo|netlify|wrangler|fly|rustfmt|clippy)\.toml|(?:docker-)?compose.*\.ya?ml
    |pnpm-workspace\.yaml|appveyor\.yml|requirements.*\.txt|robots\.txt|manifest\.in|cmakelists\.txt
    |(?:makefile|dockerfile|gemfile|rakefile|procfile|pipfile|jenkinsfile|vagrantfile|brewfile|codeowners|notice)
    |(?:un)?licen[cs]e(?:[.-](?:mit|apache.*|txt|md|rst))*|copying(?:\..*)?""",
    "a test of a program": r".+\.(?:test|spec|cy)\.[cm]?[jt]sx?",
}
_SUFFIXES = {
    "program code": """
    .asm .awk .bash .bat .c .cc .cjs .clj .cljs .cmake .cmd .conf .cpp .cs .csproj .css .cts .cxx .d .dart .el
    .elm .env .ex .exs .f90 .fish .fs .gd .go .gql .gradle .graphql .groovy .h .hcl .hh .hpp .hrl .hs .ini
    .ipynb .java .jl .js .kt .kts .less .lisp .lua .m .mjs .mk .ml .mli .mm .mod .mts .nim .nix .pas .pcss
    .pl .pm .postcss .prisma .proto .ps1 .py .pyi .pyx .r .rake .rb .rkt .rs .sass .sbt .scala .scm .scss
    .sh .sln .sol .sql .styl .sum .sv .swift .tcl .tex .tf .tfvars .ts .v .vb .vhd .vim .wat .xcconfig .zig
    .zsh""",
    "media": """
    .7z .aac .ai .apk .avi .avif .bin .bmp .br .bz2 .class .dat .db .dll .dmg .dylib .eot .eps .exe .fig .flac
    .gif .glb .gz .heic .icns .ico .iso .jar .jpeg .jpg .lockb .m4a .m4v .mkv .mo .mov .mp3 .mp4 .mpeg .npy
    .o .obj .ogg .ogv .otf .parquet .pickle .pkl .png .psd .pyc .rar .rlib .sketch .so .sqlite .sqlite3 .svg
    .svgz .swf .tar .tgz .tif .tiff .ttf .wasm .wav .webm .webp .wmv .woff .woff2 .xz .zip .zst""",
    "made by tools": """
    .crt .csr .diff .key .lcov .lock .log .orig .patch .pem .pid .pub .rej .snap .tsbuildinfo""",
}
_WHY = {suffix: why for why, suffixes in _SUFFIXES.items() for suffix in suffixes.split()}


def unread_for_its_name(path: str, known: bool) -> str:
    """Return what the file at `path` is when its name says that it holds no copy, else "".

    `known` says that its format is one that is read, so that its suffix does not count.
    """
    name = path.rpartition("/")[2]
    for why, pattern in _NAMES.items():
        if re.fullmatch(pattern, name, re.I | re.X):  # compiled by the first name of a walk, which most runs do not do
            return why
    return "" if known else _WHY.get(PurePath(name).suffix.lower(), "")
