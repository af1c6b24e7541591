"""Which of a DOCX file's styles are headings: those with an outline level, under whatever name."""

from collections.abc import Iterator
from xml.etree import ElementTree

from knowledge.conversion.docx_package import Parts

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_BODY_TEXT = 9
"""The outline level that says: no heading."""
_ALWAYS = """
p[style-name='Title'] => h1:fresh
p[style-name='title'] => h1:fresh
p[style-name^='toc '] => !
p[style-name^='TOC '] => !
p[style-name^='Contents '] => !
p[style-name='table of figures'] => !
"""


def style_map(parts: Parts) -> str:
    """Return the lines that tell mammoth which paragraphs are headings of which level, or no words at all."""
    lines = [
        f"p[style-name='{_quoted(name)}'] => h{level + 1}:fresh"
        for name, level in _outline(parts.get("word/styles.xml", b""))
    ]
    return _ALWAYS + "\n".join(lines)


def _outline(part: bytes) -> Iterator[tuple[str, int]]:
    """Yield each paragraph style's name and outline level from 0, its own or the one that it is based on."""
    if not part:
        return
    text = part.replace(_STRICT[1:-1].encode(), _W[1:-1].encode())
    root = ElementTree.fromstring(text)  # noqa: S314 - checked before: it has no document type
    styles = {style.get(f"{_W}styleId", ""): style for style in root.iter(f"{_W}style")}
    for style in styles.values():
        name, level = _value(style, "name"), _level(style, styles)
        if name and level is not None and level < 6 and style.get(f"{_W}type") == "paragraph":
            yield name, level


def _level(style: ElementTree.Element, styles: dict[str, ElementTree.Element]) -> int | None:
    based_on: ElementTree.Element | None = style
    for _ in range(20):
        if based_on is None:
            return None
        given = _value(based_on, f"pPr/{_W}outlineLvl")
        if given is not None:
            return int(given) if given.isdecimal() and int(given) < _BODY_TEXT else None
        based_on = styles.get(_value(based_on, "basedOn") or "")
    return None


def _value(style: ElementTree.Element, path: str) -> str | None:
    found = style.find(f"{_W}{path}")
    return None if found is None else found.get(f"{_W}val")


def _quoted(name: str) -> str:
    return " ".join(name.split()).replace("\\", "\\\\").replace("'", "\\'")
