"""SHA-256 as in `hashlib`, but without loading OpenSSL with it, which takes longer than a start has to hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import sha256
else:
    try:  # where CPython keeps its own; `random` of the standard library finds SHA-512 in the same way
        from _sha2 import sha256
    except ImportError:
        try:
            from _sha256 import sha256  # before 3.12
        except ImportError:
            from hashlib import sha256

__all__ = ["sha256"]
