"""A block's words, each tied to its place in the source: what markdown-it parses but doesn't locate."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.token import Token

from knowledge.guide import Span
from knowledge.templates import BLANK

_SPACE = re.compile(r"\s")


@dataclass(slots=True)
class Words:
    """A block's plain text and, for each of its characters, the span of the source that it comes from.

    ``opens`` and ``closes`` are the spans of the markup around words, in order: a sentence that begins or
    ends there takes them along.
    """

    text: str = ""
    spans: list[Span] = field(default_factory=list)
    opens: list[Span] = field(default_factory=list)
    closes: list[Span] = field(default_factory=list)

    def append(self, text: str, spans: list[Span]) -> None:
        """Add words, template remains left out."""
        kept = [(char, span) for char, span in zip(text, spans, strict=True) if char != BLANK]
        self.text += "".join(char for char, _ in kept)
        self.spans.extend(span for _, span in kept)

    def source_span(self, start: int, end: int) -> Span:
        """Return the source span of ``text[start:end]``, with the markup that opens and closes there."""
        first, last = self.spans[start].start, self.spans[end - 1].end
        for span in reversed(self.opens):
            if span.end == first:
                first = span.start
        for span in self.closes:
            if span.start == last:
                last = span.end
        return Span(first, last)


def locate_words(inline: Token | None, source: str, block: Span) -> Words:
    """Align an inline token's words with ``source`` within ``block``; both may hold `BLANK` characters."""
    words, cursor = Words(), block.start
    for token in (inline and inline.children) or []:
        cursor = _take(words, token, source, cursor, block.end)
    return words


def _take(words: Words, token: Token, source: str, cursor: int, end: int) -> int:
    """Align one inline token, and return where the next one may begin."""
    if token.type == "code_inline":
        return _take_code(words, token, source, cursor, end)
    if token.type == "text":
        spans = list(_locate(token.content, source, cursor, end))
        words.append(token.content, spans)
        return spans[-1].end if spans else cursor
    if token.type == "text_special":
        span = _find(token.markup, source, cursor, end)
        words.append(token.content, [span] * len(token.content))
        return span.end
    if token.type in {"softbreak", "hardbreak"}:
        newline = next((m.start() for m in re.finditer(r"[\r\n]", source[cursor:end])), 0) + cursor
        words.append(" ", [Span(newline, newline + 1)])
        return newline + 1
    return _take_markup(words, token, source, cursor, end)


def _take_code(words: Words, token: Token, source: str, cursor: int, end: int) -> int:
    """Align code within its fences: where it runs over a line's end, the same words may stand behind it."""
    opening = _find(token.markup, source, cursor, end)
    fence = re.compile(rf"(?<!`){token.markup}(?!`)").search(source, opening.end, end)
    closing = Span(*fence.span()) if fence else Span(end, end)
    words.opens.append(opening)
    words.append(token.content, list(_locate(token.content, source, opening.end, closing.start)))
    words.closes.append(closing)
    return closing.end


def _take_markup(words: Words, token: Token, source: str, cursor: int, end: int) -> int:
    if token.type == "link_close":
        span = _link_close(token, source, cursor, end)
    elif token.type == "image":
        opening = _find("![", source, cursor, end)
        return _link_close(token, source, opening.end + len(token.content), end).end
    else:
        mark = {"link_open": "<" if token.markup == "autolink" else "["}.get(token.type)
        span = _find(mark or token.content or token.markup, source, cursor, end)
    closing = token.nesting < 0 or token.content.startswith("</")
    (words.closes if closing else words.opens).append(span)
    return span.end


def _find(part: str, source: str, cursor: int, end: int) -> Span:
    at = source.find(part, cursor, end)
    return Span(at, at + len(part)) if at >= 0 else Span(cursor, cursor)


def _locate(content: str, source: str, cursor: int, end: int) -> Iterator[Span]:
    """Yield each character's span, skipping what the parser dropped: indents, quote marks, escapes."""
    at = source.find(content, cursor, end)
    if at >= 0:
        yield from (Span(at + i, at + i + 1) for i in range(len(content)))
        return
    for char in content:
        if _SPACE.match(char):  # a line's end, where code runs over it
            space = _SPACE.search(source, cursor, end)
            at = space.start() if space else cursor
        else:
            at = source.find(char, cursor, end)
        if at < 0:
            at = min(cursor, end - 1)  # a character that the parser made up stays where it came up
        yield Span(at, at + 1)
        cursor = at + 1


def _link_close(token: Token, source: str, cursor: int, end: int) -> Span:
    """Find `](destination "title")`, `][label]`, `]` or `>` from ``cursor`` on."""
    if token.markup == "autolink":
        return _find(">", source, cursor, end)
    bracket = _find("]", source, cursor, end)
    after = source[bracket.end : bracket.end + 1]
    if after == "[":
        return Span(bracket.start, _find("]", source, bracket.end, end).end)
    if after != "(":
        return bracket
    return Span(bracket.start, _destination_end(source, bracket.end + 1, end))


def _destination_end(source: str, cursor: int, end: int) -> int:
    cursor = _skip_space(source, cursor, end)
    destination = parseLinkDestination(source, cursor, end)
    cursor = _skip_space(source, destination.pos if destination.ok else cursor, end)
    title = parseLinkTitle(source, cursor, end)
    cursor = _skip_space(source, title.pos if title.ok else cursor, end)
    return cursor + 1 if source[cursor : cursor + 1] == ")" else cursor


def _skip_space(source: str, cursor: int, end: int) -> int:
    while cursor < end and source[cursor].isspace():
        cursor += 1
    return cursor


def create_parser() -> MarkdownIt:
    """Return the Markdown parser whose tokens `locate_words` can align: CommonMark, tables, strikethrough."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")
