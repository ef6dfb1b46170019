"""What a client sends, taken as far as it can be read: no slip in a message costs another, or leaves a request open."""

from __future__ import annotations

import re
from typing import Any, BinaryIO

from lsprotocol.types import ExecuteCommandParams, ResponseError
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol

MOST = 256_000_000
"""Bytes of the longest message that is believed to come."""

_LENGTH = re.compile(rb"content-length[ \t]*:[ \t]*\+?(\d{1,12})[ \t]*\r?\n", re.IGNORECASE)


class Wire:
    """The stream of a client, whose headers are told in the one way that pygls reads them.

    Names of headers come in any case (LSP 3.17, "Header Part", after RFC 7230). A body whose length nobody told is
    passed over: the next header may begin right behind it.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._is_open = False

    def readline(self) -> bytes:
        """Return the next header that matters or the empty line after it, b"" at the end."""
        if self._is_open:
            self._is_open = False
            return b"\r\n"
        length = 0
        while line := self._stream.readline():
            if told := _LENGTH.search(line):
                length = int(told[1])
            elif not line.strip() and 0 < length <= MOST:
                self._is_open = True
                return b"Content-Length: %d\r\n" % length
        return b""

    def read(self, count: int) -> bytes:
        """Return so many bytes, fewer at the end."""
        return self._stream.read(count)


class Protocol(LanguageServerProtocol):
    """Refuses a request that cannot be understood; pygls leaves its client waiting for the answer."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Return the message that JSON makes; raise JsonRpcException for what is none."""
        try:
            message = super().structure_message(data)
        except JsonRpcException as error:
            if "method" in data and isinstance(data.get("id"), (int, str)):
                told = f"{error.message}: {data['method']!r} takes other parameters than these"
                self._send_response(data["id"], error=ResponseError(error.code, told))
            raise
        params = getattr(message, "params", None)
        if isinstance(params, ExecuteCommandParams) and params.arguments is None:
            params.arguments = []  # pygls counts what is there, and calls the command where nothing is
        return message
