"""XML that any reader takes: in ASCII, with nothing in it that XML 1.0 cannot hold."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, indent, tostring

_NOT_ALLOWED = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def held(text: str) -> str:
    """Return `text` with U+FFFD for each character that no document may hold (XML 1.0, 2.2, "Characters")."""
    return _NOT_ALLOWED.sub("\ufffd", text)


def document(root: Element) -> str:
    """Return the document, indented; its texts have gone through `held`."""
    indent(root)
    text: bytes = tostring(root, encoding="us-ascii", xml_declaration=False)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text.decode("ascii")}\n'
