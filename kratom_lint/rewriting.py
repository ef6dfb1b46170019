"""Read a file to change it, and put the new one in its place: whole or not at all, and as it was in all else."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from kratom_lint.errors import SourceError
from kratom_lint.model import Incomplete
from kratom_lint.sources import decode, encoding_of, read_bytes
from kratom_lint.values import value


@value
class Original:
    """A file as it was read: its bytes, and the text they spell after a byte order mark."""

    path: str
    data: bytes
    text: str

    def encoded(self, text: str) -> bytes:
        """Return `text` as the file would spell it, with its byte order mark."""
        bom, encoding = encoding_of(self.data)
        return bom + text.encode(encoding)

    @property
    def is_utf8(self) -> bool:
        """Whether the file is UTF-8, with or without a byte order mark."""
        return encoding_of(self.data)[1] == "utf-8"


def load(path: str, name: str | None = None, *, binary: bool = False) -> Original | Incomplete:
    """Return the file at `path` ("-" is standard input), or why it cannot be read; reports call it `name`.

    With `binary`, it need be no text, and has none.
    """
    data = read_bytes(path, name)
    if isinstance(data, Incomplete):
        return data
    if binary:
        return Original(path, data, "")
    text = decode(data, name or path)
    return text if isinstance(text, Incomplete) else Original(path, data, text)


def store(original: Original, data: bytes) -> None:
    """Put `data` in the place of what the file held, keeping its mode and owner; a link still leads to it.

    A crash at any point leaves the old file or the new one. Raises SourceError, with the file as it was, when it may
    not be written, or no longer holds what was read.
    """
    target = Path(os.path.realpath(original.path))
    try:
        status = target.stat()
        if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
            raise SourceError(f"{original.path}: is read-only, so it was not changed; make it writable")
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            _dress(temporary, status)
            if target.read_bytes() != original.data:
                raise SourceError(f"{original.path}: has changed since it was read, so it was not written; run again")
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _settle(target.parent)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise SourceError(f"{original.path}: cannot be written: {reason}; nothing was changed") from None


def _dress(path: str, status: os.stat_result) -> None:
    """Give a file the owner and the mode of another; the owner only if that is allowed."""
    with suppress(OSError, AttributeError):  # Windows knows no owners
        os.chown(path, status.st_uid, status.st_gid)
    Path(path).chmod(stat.S_IMODE(status.st_mode))


def _settle(folder: Path) -> None:
    """See to it that the new name of a file outlasts a power cut, where folders can be flushed."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
