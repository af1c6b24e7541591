"""A guide → its `GuideMarkup`, from the parser's tokens."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from markdown_it.token import Token

from knowledge.front_matter import read_front_matter
from knowledge.guide import Guide
from knowledge.inline import create_parser
from knowledge.lines import line_starts
from knowledge.lint.markup import GuideMarkup, Link
from knowledge.templates import BLANK, mask

# Every pattern is bounded or can't run past its own beginning: a guide of 2 MB must not hold up the others.
_COMMENT = re.compile(r"<!--(?:(?!<!--)[\s\S])*?-->")
_IGNORE = re.compile(r"<!--\s{0,20}lint-ignore\s([\w\s,-]{1,500})-->")
_TAG = re.compile(r"<([a-zA-Z][\w-]{0,30})(?=[\s/>])[^<>]*>")
_ATTRIBUTE = re.compile(r"\s(href|src|id|name)\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)')")
_GIVEN_ID = re.compile(r"\{:?(?:[^{}\n]{0,200}\s)?#([^\s{}]{1,200})(?:\s[^{}\n]{0,200})?\}")
# What was meant as a link: a space before its address or in it, or a label that is defined nowhere.
_SLIP = re.compile(
    r"\[(?!\^)([^\[\]]{1,300})\]"
    r"(?: \((?:https?:/|\.{0,2}/)[^()\s]{0,500}\)"
    r"|\((?:https?:/|\.{0,2}/)[^() ]{0,500} [^()]{0,500}\)"
    r"|\[[^\[\]]{1,300}\])"
)
_TARGETS = {"link_open": "href", "image": "src"}
_BREAKS = {"softbreak", "hardbreak"}
_AHEAD = 5_000
"""How many characters a link's target is looked for beyond the last one."""


def read_markup(guide: Guide) -> GuideMarkup:
    """Parse a guide that was read."""
    body = read_front_matter(guide.path, guide.source).body_start
    ends = line_starts(guide.source)[1:-1]
    markup = GuideMarkup(guide, body, ids=set(_GIVEN_ID.findall(guide.source)), line_ends=ends)
    shown = mask(guide.source)
    _Reader(markup, shown, line_starts(shown, body)).read(create_parser().parse(shown[body:]))
    return markup


@dataclass(frozen=True, slots=True)
class _Reader:
    """Goes through a guide's tokens; ``starts`` are the offsets of the masked body's lines."""

    markup: GuideMarkup
    source: str
    starts: Sequence[int]

    def read(self, tokens: Sequence[Token]) -> None:
        for before, token in zip([None, *tokens], tokens, strict=False):
            if token.type not in {"inline", "html_block"} or not token.map:
                continue
            first, end = self.starts[token.map[0]], self.starts[min(token.map[1], len(self.starts) - 1)]
            if token.type == "html_block":
                self._html(token.content, first)
            else:
                self._inline(token.children or [], first, end)
            if before is not None and before.type == "heading_open":
                self._heading(before, token, first)

    def _heading(self, opening: Token, inline: Token, offset: int) -> None:
        texts = (
            t.content for t in inline.children or [] if t.type in {"text", "code_inline", "text_special"}
        )
        self.markup.headings.append("".join(texts))
        if opening.level == 0:
            self.markup.levels[self.markup.line_of(offset)] = int(opening.tag[1])

    def _inline(self, tokens: Sequence[Token], first: int, end: int) -> None:
        cursor, breaks = first, 0
        for token in tokens:
            ahead = min(end, cursor + _AHEAD)
            breaks += token.type in _BREAKS
            if token.type == "html_inline":
                cursor = max(cursor, self.source.find(token.content, cursor, ahead))
                self._html(token.content, cursor)
            elif token.type in _TARGETS:
                target = unquote(str(token.attrs.get(_TARGETS[token.type], "")))
                written = (f"({target}", f"<{target}") if target else ("()", "(<>)")
                # Not ahead if it is a reference, whose target is elsewhere, or written with percent signs.
                at = max(self.source.find(form, cursor, ahead) for form in written)
                cursor = max(cursor, at)
                line = self.markup.line_of(at) if at >= 0 else self.markup.line_of(first) + breaks
                self.markup.links.append(Link(target, line, token.type == "image"))
        self._slips(tokens, self.markup.line_of(first))

    def _slips(self, tokens: Sequence[Token], line: int) -> None:
        text, counted = "".join(map(_words, tokens)), 0
        for slip in _SLIP.finditer(text):
            line += text.count("\n", counted, slip.start())
            counted = slip.start()
            if any(char.isalpha() for char in slip[1]) and BLANK not in slip[0]:
                self.markup.slips.append((line, slip[0]))

    def _html(self, html: str, offset: int) -> None:
        for comment in _IGNORE.finditer(html):
            line = self.markup.line_of(offset + comment.start())
            self.markup.ignored += [(line, rule) for rule in re.split(r"[\s,]+", comment[1]) if rule]
        shown = _COMMENT.sub(lambda comment: " " * len(comment[0]), html)
        for tag in _TAG.finditer(shown):
            if re.fullmatch("[hH][1-6]", tag[1]):
                self.markup.html_headings.append(self.markup.line_of(offset + tag.start()))
            for name, *values in _ATTRIBUTE.findall(tag[0]):
                value = "".join(values)
                if name in {"id", "name"}:
                    self.markup.ids.add(value)
                elif (tag[1].lower(), name) in {("a", "href"), ("img", "src")}:
                    line = self.markup.line_of(offset + tag.start())
                    self.markup.links.append(Link(unquote(value), line, name == "src"))


def _words(token: Token) -> str:
    """Return a token's text; what stands for anything else is no part of a link that failed."""
    if token.type in _BREAKS:
        return "\n"
    return token.content if token.type == "text" else BLANK
