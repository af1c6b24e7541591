"""A guide's Markdown → its sections: the heading tree, each heading with its own text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it.tree import SyntaxTreeNode

from knowledge.anchors import Anchors
from knowledge.density import refuse_dense
from knowledge.guide import Section, Span
from knowledge.inline import create_parser, locate_words
from knowledge.lines import line_starts
from knowledge.passages import split_passages
from knowledge.statements import Blocks
from knowledge.templates import mask

_GIVEN_ANCHOR = re.compile(r"\s*\{#([\w:.-]+)[^}]*\}\s*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as found: level (1 to 6), words, the anchor that the file may give it, where it starts."""

    level: int
    text: str
    given_anchor: str | None
    start: int


@dataclass(frozen=True, slots=True)
class Body:
    """A guide's Markdown below its front matter, parsed once; ``start`` is where it begins in ``source``."""

    source: str
    start: int
    blocks: Blocks
    nodes: Sequence[SyntaxTreeNode]

    @classmethod
    def from_source(cls, source: str, start: int, lang: str) -> "Body":
        """Parse ``source[start:]``, with its template remains masked.

        Raises:
            TooDense: a paragraph or table is more than people write, and would take minutes to parse.
        """
        masked = mask(source)
        lines = line_starts(masked, start)
        nodes = SyntaxTreeNode(refuse_dense(create_parser()).parse(masked[start:])).children
        return cls(source, start, Blocks(masked, lines, lang), nodes)

    def first_heading(self) -> str | None:
        """Return the words of the first heading, None where there is none."""
        return next((h.text for node in self.nodes if (h := _heading(node, self.blocks))), None)

    def sections(self, path: str, title: str) -> tuple[Section, ...]:
        """Return the sections in order; text before the first heading goes under ``title``."""
        sections: list[Section] = []
        anchors, parents = Anchors(), list[Heading]()
        for heading, nodes, span in _outline(self):
            text, anchor = title, ""
            trail: tuple[str, ...] = (title,)
            if heading is not None:
                parents = [*(parent for parent in parents if parent.level < heading.level), heading]
                given = heading.given_anchor
                text, anchor = heading.text, anchors.take(given) if given else anchors.add(heading.text)
                trail = _trail(title, parents)
            passages = split_passages(f"{path}#{anchor}", list(self.blocks.statements(nodes)))
            if heading is None and passages:
                anchors.take(anchor)  # a heading without letters would share it
            if heading or passages:
                sections.append(Section(text, anchor, trail, span, passages))
        return tuple(sections)


def _outline(body: Body) -> Iterator[tuple[Heading | None, Sequence[SyntaxTreeNode], Span]]:
    """Part the top-level blocks at the headings; the first part, before any heading, has None."""
    marks: list[tuple[int, Heading | None, int]] = [(-1, None, body.start)]
    for i, node in enumerate(body.nodes):
        if heading := _heading(node, body.blocks):
            marks.append((i, heading, heading.start))
    marks.append((len(body.nodes), None, len(body.source)))
    for (i, heading, first), (j, _, last) in pairwise(marks):
        yield heading, body.nodes[i + 1 : j], Span(first, last)


def _heading(node: SyntaxTreeNode, blocks: Blocks) -> Heading | None:
    """Read a heading node; one without words (a template remain, say) is none."""
    if node.type != "heading" or not node.map:
        return None
    span = Span(blocks.lines[node.map[0]], blocks.lines[node.map[1]])
    inline = node.children[0].token
    text = " ".join(locate_words(inline, blocks.source, span).text.split())
    given = _GIVEN_ANCHOR.search(text)
    text = text[: given.start()] if given else text
    return Heading(int(node.tag[1]), text, given[1] if given else None, span.start) if text else None


def _trail(title: str, parents: Sequence[Heading]) -> tuple[str, ...]:
    headings = [parent.text for parent in parents]
    return tuple(headings) if headings[0] == title else (title, *headings)
