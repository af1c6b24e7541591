"""Markdown blocks → statements: whole sentences, list items, table rows and code blocks, with their spans."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import sentencex
from markdown_it.tree import SyntaxTreeNode

from knowledge.guide import Span, Statement, StatementKind
from knowledge.inline import Words, locate_words
from knowledge.templates import BLANK

LONG_ITEM_CHARACTERS = 400
"""A list item above this is quoted by the sentence: as a whole it would be the dump that nobody reads."""

_MARKER = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?$")
_SPACE = " \t\r\n"
_LEAD_IN = re.compile(r":\W*$")
# What is never closed is hidden to its end, as in a browser: to look for an end from each opening is slow.
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|</?[a-zA-Z][^<>]*>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Blocks:
    """Reads statements from syntax trees over one masked source; ``lines`` are the lines' start offsets."""

    source: str
    lines: Sequence[int]
    lang: str

    def statements(self, nodes: Sequence[SyntaxTreeNode], lead: Span | None = None) -> Iterator[Statement]:
        """Yield the statements of sibling blocks in order; a block that ends in ":" leads the next one."""
        introduced = lead
        for node in nodes:
            found = list(self._block(node, introduced))
            yield from found
            last = found[-1] if found else None
            introduces = last is not None and node.type == "paragraph" and _LEAD_IN.search(last.text)
            introduced = last.span if last is not None and introduces else lead

    def _block(self, node: SyntaxTreeNode, lead: Span | None) -> Iterator[Statement]:
        if node.type == "paragraph":
            yield from self._sentences(self._words(node), lead)
        elif node.type in {"bullet_list", "ordered_list"}:
            for item in node.children:
                yield from self._item(item, lead)
        elif node.type == "table":
            yield from self._rows(node)
        elif node.type in {"fence", "code_block"}:
            yield from self._code(node, lead)
        elif node.type == "html_block":
            yield from self._sentences(self._html_words(self._span(node)), lead)
        elif node.type in {"blockquote", "heading"}:
            yield from self.statements([n for n in node.children if n.type != "inline"], lead)

    def _item(self, item: SyntaxTreeNode, lead: Span | None) -> Iterator[Statement]:
        """A short item's first paragraph is one statement; what is nested in the item has it as its lead."""
        if not item.children or item.children[0].type != "paragraph":
            yield from self.statements(item.children, lead)
            return
        words = self._words(item.children[0])
        if len(words.text) <= LONG_ITEM_CHARACTERS:
            own = list(self._whole(words, StatementKind.ITEM, lead))
        else:
            own = list(self._sentences(words, lead))
        if own:
            own[0] = replace(own[0], span=self._with_marker(own[0].span))
        yield from own
        yield from self.statements(item.children[1:], own[0].span if own else lead)

    def _rows(self, table: SyntaxTreeNode) -> Iterator[Statement]:
        """One statement a body row, led by the header row; a table without a body is its header."""
        rows = [row for part in table.children for row in part.children]
        header = list(self._row(rows[0], None))
        body = [s for row in rows[1:] for s in self._row(row, header[0].span if header else None)]
        yield from header + body

    def _row(self, row: SyntaxTreeNode, lead: Span | None) -> Iterator[Statement]:
        span, words = self._span(row), Words()
        for cell in row.children:
            start = words.spans[-1].end if words.spans else span.start
            located = (
                locate_words(cell.children[0].token, self.source, Span(start, span.end))
                if cell.children
                else Words()
            )
            if located.text.strip():
                separator = " | " if words.text else ""
                words.append(separator, [located.spans[0]] * len(separator))
                words.append(located.text, located.spans)
        if words.text:
            yield Statement(span, words.text, StatementKind.ROW, lead)

    def _code(self, node: SyntaxTreeNode, lead: Span | None) -> Iterator[Statement]:
        text = node.content.replace(BLANK, "").strip()
        if text:
            span = self._span(node)
            if node.type == "code_block":  # without its indent it would be no code to who reads the quote
                line = self.source.rfind("\n", 0, span.start) + 1
                span = Span(line, span.end) if self.source[line : span.start].isspace() else span
            yield Statement(span, text, StatementKind.CODE, lead)

    def _whole(self, words: Words, kind: StatementKind, lead: Span | None) -> Iterator[Statement]:
        yield from _statement(words, 0, len(words.text), kind, lead)

    def _sentences(self, words: Words, lead: Span | None) -> Iterator[Statement]:
        if not words.text.strip():
            return
        for boundary in sentencex.get_sentence_boundaries(self.lang, words.text):
            yield from _statement(
                words, boundary["start_index"], boundary["end_index"], StatementKind.SENTENCE, lead
            )

    def _words(self, paragraph: SyntaxTreeNode) -> Words:
        return locate_words(paragraph.children[0].token, self.source, self._span(paragraph))

    def _html_words(self, span: Span) -> Words:
        """The text between the tags; scripts, styles and comments are no words of the guide."""
        raw, words = span.of(self.source), Words()
        kept = _TAG.sub(lambda tag: BLANK * len(tag[0]), raw)
        words.append(kept, [Span(span.start + i, span.start + i + 1) for i in range(len(kept))])
        return words

    def _span(self, node: SyntaxTreeNode) -> Span:
        """The node's lines, without the space around them."""
        first, last = node.map or (0, 0)
        raw = Span(self.lines[first], self.lines[last])
        text = raw.of(self.source)
        if not text.strip(_SPACE):
            return raw
        return Span(raw.end - len(text.lstrip(_SPACE)), raw.start + len(text.rstrip(_SPACE)))

    def _with_marker(self, span: Span) -> Span:
        line = self.source.rfind("\n", 0, span.start) + 1
        marker = _MARKER.search(self.source, line, span.start)
        return Span(marker.start(), span.end) if marker else span


def _statement(
    words: Words, start: int, end: int, kind: StatementKind, lead: Span | None
) -> Iterator[Statement]:
    """Yield the statement of ``words.text[start:end]``, or nothing where it holds no word."""
    text = words.text[start:end]
    start, end = start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))
    if any(char.isalnum() for char in text):
        yield Statement(words.source_span(start, end), " ".join(text.split()), kind, lead)
