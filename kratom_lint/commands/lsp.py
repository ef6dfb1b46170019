"""`kratom-lint lsp`: the language server, spoken to on standard input and output."""

from __future__ import annotations

import os
import sys
from typing import BinaryIO, cast

import click

from kratom_lint.errors import ConfigError


@click.command()
@click.option("--stdio", is_flag=True, help="Speak on standard input and output, which it does anyway.")
@click.option("--clientProcessId", "client", metavar="ID", hidden=True, help="What some clients add; not needed.")
def lsp(stdio: bool, client: str | None) -> None:
    """Start the language server, for editors (needs the extra: pip install "kratom-lint[lsp]")."""
    try:
        from kratom_lint.lsp.server import make
        from kratom_lint.lsp.wire import Wire
    except ModuleNotFoundError as error:
        if str(error.name).partition(".")[0] not in ("pygls", "lsprotocol", "attrs", "cattrs"):
            raise
        raise ConfigError('the language server needs pygls; install it with `pip install "kratom-lint[lsp]"`') from None
    # What the protocol is spoken on is closed at the end, and nothing else may be printed there.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as output:
        sys.stdout = sys.stderr
        make().start_io(cast("BinaryIO", Wire(sys.stdin.buffer)), output)
