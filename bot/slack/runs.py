"""A quote's Markdown → runs of styled text: markup changes, words don't."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from bot.slack.disguise import is_disguised, word_around
from bot.slack.excerpts import complete_rows, parse_excerpt
from bot.slack.mrkdwn import safe_url
from knowledge.guide import Span
from knowledge.inline import locate_words
from knowledge.lines import line_starts
from knowledge.templates import BLANK, mask

LONGEST_SOURCE = 40_000
"""Characters of a quote's Markdown that are read: several times what a message can show."""
_STYLES = {"strong_open": "bold", "em_open": "italic", "s_open": "strike"}
_SPACES = re.compile(r"[ \t]+")
# What is never closed is hidden to its end, as in a browser: to look for an end from each opening is slow.
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|</?[a-zA-Z][^<>]*>", re.DOTALL)
_WORD = re.compile(r"\S+|\s+")
# Where a sentence begins or ends: FOO_ and **kwargs in the midst of one are words.
_CLOSING = re.compile(r"(?<=[^\s*_])\*\*\*?(?![\w*])|(?<=[.!?:…)\"”])__?(?!\w)")
_OPENING = re.compile(r"(?:^|(?<=\n)|(?<=[.!?:…] ))(?:\*\*\*?|__?)(?=[^\s*_])")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


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
    masked = mask(quote)[:LONGEST_SOURCE]
    header = complete_rows(masked)
    runs = _read(header, masked, "", decisive)
    if not any(run.text.strip() for run in runs):  # code, say, that is a tag to who doesn't know it for code
        return [Run(" ".join(masked.replace(BLANK, "").split()))]
    return runs if header else _paired(runs, masked, decisive)


def _read(before: str, masked: str, after: str, decisive: Span | None) -> list[Run]:
    source = before + masked + after
    reader = _Reader.from_source(source, decisive, len(before))
    lines = list(reader.lines(parse_excerpt(source), ""))
    runs = [run for i, line in enumerate(lines) for run in ([Run("\n")] if i else []) + line]
    return _joined(runs)


def _paired(runs: list[Run], masked: str, decisive: Span | None) -> list[Run]:
    """Give emphasis its pair back that lies before or after the quote, if nothing but the mark goes by it."""
    before, shown = "", _outside_code(runs)
    if lone := _CLOSING.search(shown):
        better = _read(lone[0], masked, "", decisive)
        if _outside_code(better) == shown[: lone.start()] + shown[lone.end() :]:
            runs, before, shown = better, lone[0], _outside_code(better)
    for lone in list(_OPENING.finditer(shown))[-1:]:
        better = _read(before, masked, lone[0], decisive)
        if _outside_code(better) == shown[: lone.start()] + shown[lone.end() :]:
            return better
    return runs


def _outside_code(runs: Sequence[Run]) -> str:
    return "".join(BLANK * len(run.text) if "code" in run.styles else run.text for run in runs)


@dataclass(frozen=True, slots=True)
class _Reader:
    source: str
    starts: Sequence[int]
    decisive: Span | None

    @classmethod
    def from_source(cls, source: str, decisive: Span | None, shift: int) -> "_Reader":
        starts = line_starts(source)
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
                words = list(self._between_tags(self._span(node)))
                yield from [[Run(indent), *words]] if words else []
            else:
                yield from self.lines(node.children, indent)

    def _text(self, node: SyntaxTreeNode, indent: str) -> Iterator[list[Run]]:
        runs = self._inline(node.children[0].token, self._span(node)) if node.children else []
        if runs and runs[0].text.startswith("|"):  # rows that were quoted without their table
            runs = [replace(run, text=_SPACES.sub(" ", run.text)) for run in runs]
        for line in _split(runs):
            yield ([Run(indent)] if indent else []) + line

    def _between_tags(self, span: Span) -> Iterator[Run]:
        """Yield the words of HTML, as one line."""
        kept = _TAG.sub(lambda tag: " " * len(tag[0]), span.of(self.source).replace(BLANK, " "))
        start = span.start + len(kept) - len(kept.lstrip())
        for word in _WORD.finditer(kept.strip()):
            text = " " if word[0].isspace() else html.unescape(word[0])
            yield from self._marked(
                text, [Span(start + word.start(), start + word.end())] * len(text), Run("")
            )

    def _items(self, node: SyntaxTreeNode, indent: str) -> Iterator[list[Run]]:
        for place, item in enumerate(node.children):
            number = int(node.attrs["start"]) + place if place and "start" in node.attrs else place + 1
            marker = f"{number if place else item.info}{item.markup} " if item.info else "• "
            for i, line in enumerate(self.lines(item.children, "")):
                yield [Run(indent + (marker if i == 0 else "   ")), *line]
            if not item.children and node.type == "ordered_list":
                yield [Run(indent + marker)]  # a sentence that is but a number

    def _rows(self, table: SyntaxTreeNode) -> Iterator[list[Run]]:
        for row in (row for part in table.children for row in part.children):
            cells, cursor = [], self._span(row).start
            for cell in row.children:
                runs = self._inline(cell.children[0].token, Span(cursor, self._span(row).end))
                cells.append([replace(run, text=" ") if run.text == "\n" else run for run in runs])
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
            elif _BREAK.fullmatch(token.content) and token.type == "html_inline":
                runs.append(Run("\n"))
            elif token.type == "hardbreak":
                runs.append(Run("\n"))
                at += 1
            elif text := _words_of(token):
                style = frozenset({*styles, *(["code"] if token.type == "code_inline" else [])})
                runs += self._marked(text, words.spans[at : at + len(text)], Run("", style, url))
                at += len(text)
        return runs

    def _marked(self, text: str, spans: Sequence[Span], like: Run) -> Iterator[Run]:
        """Yield ``text``, in bold where it is decisive."""
        marks = [self.decisive is not None and self.decisive.covers(span) for span in spans]
        for decisive, pairs in groupby(zip(marks, text, strict=True), key=lambda pair: pair[0]):
            styles = like.styles | {"bold"} if decisive else like.styles
            yield replace(like, text="".join(char for _, char in pairs), styles=styles, decisive=decisive)

    def _span(self, node: SyntaxTreeNode) -> Span:
        first, last = node.map or (0, 0)
        return Span(self.starts[first], self.starts[last])


def _words_of(token: Token) -> str:
    """Return what a token adds to the words, as `locate_words` counts them."""
    if token.type in {"text", "code_inline", "text_special"}:
        return token.content.replace(BLANK, "")
    return " " if token.type == "softbreak" else ""


def _split(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Part a block's runs at its line breaks; lines without words are none."""
    for is_break, line in groupby(runs, key=lambda run: run.text == "\n"):
        words = list(line)
        if not is_break and any(run.text.strip() for run in words):
            yield words


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Join neighbours of one style; a link that is read as another host's is none."""
    joined: list[Run] = []
    for run in runs:
        if joined and replace(joined[-1], text=run.text) == run:
            joined[-1] = replace(joined[-1], text=joined[-1].text + run.text)
        else:
            joined.append(run)
    text, end = "".join(run.text for run in joined), 0
    for i, run in enumerate(joined):
        start, end = end, end + len(run.text)
        if run.url and is_disguised(word_around(text, start, end), run.url):
            joined[i] = replace(run, url=None)
    return joined
