"""A quote's Markdown → runs of styled text: markup changes, words don't."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from bot.slack.mrkdwn import safe_url
from knowledge.guide import Span
from knowledge.inline import create_parser, locate_words
from knowledge.templates import BLANK, mask

_LINE_END = re.compile(r"\r\n|\n|\r")
_STYLES = {"strong_open": "bold", "em_open": "italic", "s_open": "strike"}
_SPACES = re.compile(r"[ \t]+")
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Run:
    """Some text in one style: any of bold, italic, strike, code; ``url`` where it is a link.

    ``decisive`` text is of the statement that answers: always bold, but not all that is bold.
    """

    text: str
    styles: frozenset[str] = frozenset()
    url: str | None = None
    decisive: bool = False


def quote_runs(quote: str, decisive: Span | None) -> list[Run]:
    """Return a quote's text, with what lies within ``decisive`` (a span of the quote) in bold."""
    masked = mask(quote)
    prefix = _missing_header(masked)
    reader = _Reader.from_source(prefix + masked, decisive, len(prefix))
    lines = list(reader.lines(SyntaxTreeNode(create_parser().parse(prefix + masked)).children, ""))
    runs = [run for i, line in enumerate(lines) for run in ([Run("\n")] if i else []) + line]
    return _joined(runs)


def _missing_header(masked: str) -> str:
    """Return a header for rows that were quoted out of their table: without one they are no table."""
    first, _, rest = masked.lstrip().partition("\n")
    if not first.startswith("|") or re.match(r"\s*\|?\s*:?-+", rest):
        return ""
    cells = max(1, first.rstrip().strip("|").count("|") + 1)
    return "|" + " |" * cells + "\n|" + "-|" * cells + "\n"


@dataclass(frozen=True, slots=True)
class _Reader:
    source: str
    starts: Sequence[int]
    decisive: Span | None

    @classmethod
    def from_source(cls, source: str, decisive: Span | None, shift: int) -> "_Reader":
        starts = [0, *(newline.end() for newline in _LINE_END.finditer(source)), len(source)]
        moved = Span(decisive.start + shift, decisive.end + shift) if decisive else None
        return cls(source, starts, moved)

    def lines(self, nodes: Sequence[SyntaxTreeNode], indent: str) -> Iterator[list[Run]]:
        """Yield each block's lines, at least a run each."""
        for node in nodes:
            if node.type in {"paragraph", "heading"}:
                yield from self._text(node, indent)
            elif node.type in {"bullet_list", "ordered_list"}:
                yield from self._items(node, indent)
            elif node.type == "table":
                yield from self._rows(node)
            elif node.type in {"fence", "code_block"}:
                for line in node.content.replace(BLANK, "").rstrip("\n").split("\n"):
                    yield [Run(indent + line, frozenset({"code"}) if line.strip() else frozenset())]
            elif node.type == "html_block":
                text = " ".join(_TAG.sub(" ", node.content.replace(BLANK, "")).split())
                yield from [[Run(indent + text)]] if text else []
            else:
                yield from self.lines(node.children, indent)

    def _text(self, node: SyntaxTreeNode, indent: str) -> Iterator[list[Run]]:
        runs = self._inline(node.children[0].token, self._span(node)) if node.children else []
        if runs and runs[0].text.startswith("|"):  # rows that were quoted without their table
            runs = [replace(run, text=_SPACES.sub(" ", run.text)) for run in runs]
        if any(run.text.strip() for run in runs):
            yield ([Run(indent)] if indent else []) + runs

    def _items(self, node: SyntaxTreeNode, indent: str) -> Iterator[list[Run]]:
        for place, item in enumerate(node.children):
            first = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
            marker = f"{first + place}. " if node.type == "ordered_list" else "• "
            for i, line in enumerate(self.lines(item.children, "")):
                yield [Run(indent + (marker if i == 0 else "   ")), *line]

    def _rows(self, table: SyntaxTreeNode) -> Iterator[list[Run]]:
        for row in (row for part in table.children for row in part.children):
            cells, cursor = [], self._span(row).start
            for cell in row.children:
                runs = self._inline(cell.children[0].token, Span(cursor, self._span(row).end))
                cells.append(runs)
                cursor += max(1, sum(len(run.text) for run in runs))
            filled = [cell for cell in cells if any(run.text.strip() for run in cell)]
            if filled:
                yield [run for i, cell in enumerate(filled) for run in ([Run(" | ")] if i else []) + cell]

    def _inline(self, inline: Token | None, block: Span) -> list[Run]:
        words = locate_words(inline, self.source, block)
        runs: list[Run] = []
        styles, url, at = [], None, 0
        for token in (inline and inline.children) or []:
            if token.type in _STYLES:
                styles.append(_STYLES[token.type])
            elif token.type.replace("close", "open") in _STYLES:
                styles.pop()
            elif token.type in {"link_open", "link_close"}:
                url = safe_url(str(token.attrs.get("href"))) if token.nesting > 0 else None
            elif text := _words_of(token):
                style = frozenset({*styles, *(["code"] if token.type == "code_inline" else [])})
                runs += self._marked(text, words.spans[at : at + len(text)], Run("", style, url))
                at += len(text)
        return runs

    def _marked(self, text: str, spans: Sequence[Span], like: Run) -> Iterator[Run]:
        """Yield ``text``, in bold where it is decisive."""
        for char, span in zip(text, spans, strict=True):
            decisive = self.decisive is not None and self.decisive.covers(span)
            styles = like.styles | {"bold"} if decisive else like.styles
            yield replace(like, text=char, styles=styles, decisive=decisive)

    def _span(self, node: SyntaxTreeNode) -> Span:
        first, last = node.map or (0, 0)
        return Span(self.starts[first], self.starts[last])


def _words_of(token: Token) -> str:
    """Return what a token adds to the words, as `locate_words` counts them."""
    if token.type in {"text", "code_inline", "text_special"}:
        return token.content.replace(BLANK, "")
    return " " if token.type in {"softbreak", "hardbreak"} else ""


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Join neighbours of one style."""
    joined: list[Run] = []
    for run in runs:
        if joined and replace(joined[-1], text=run.text) == run:
            joined[-1] = replace(joined[-1], text=joined[-1].text + run.text)
        else:
            joined.append(run)
    return joined
