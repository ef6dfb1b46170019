"""`kratom-lint serve`: the page for pasted drafts, with the user's own rules, on this machine only."""

from __future__ import annotations

import contextlib
from typing import Any

import click

from kratom_lint.arguments import one_of, rule_options
from kratom_lint.errors import ConfigError
from kratom_lint.settings import PRODUCTS, layer_of

PORT = 8417


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, help=f"Where to listen; default {PORT}, 0 is any.")
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
@one_of(PRODUCTS, "--product", help="What drafts are about; default: found in them.")
@rule_options
def serve(port: int, opens: bool, **options: Any) -> None:
    """Serve the page for pasted drafts on 127.0.0.1, with the packs and the configuration of this folder.

    Nothing is stored, and nothing of a draft is written down. Ctrl-C ends it.
    """
    from kratom_lint.web.desk import Desk
    from kratom_lint.web.law import law_of
    from kratom_lint.web.server import HOST, Server

    desk = Desk(law_of(layer_of(options), options["config"]))
    try:
        server = Server(desk, port)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise ConfigError(f"{HOST}:{port}: {reason}; choose another with --port, or any with --port 0") from None
    with server:
        click.echo(f"{server.address}\nThat address is for you alone. Ctrl-C ends it.")
        if opens:
            import webbrowser

            webbrowser.open(server.address)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
