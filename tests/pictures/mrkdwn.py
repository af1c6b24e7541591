"""Slack's markup → HTML, as far as Slack's clients show it: every other character is text."""

import re

from markupsafe import Markup, escape

_MARK = re.compile(
    r"```(?P<pre>.+?)```|`(?P<code>[^`\n]+)`|<(?P<target>[^<>|\n]+)(?:\|(?P<label>[^<>\n]+))?>"
    r"|(?<!\w)(?:\*(?P<b>[^*\n]+)\*|_(?P<i>[^_\n]+)_|~(?P<s>[^~\n]+)~)(?!\w)",
    re.DOTALL,
)
_LITERAL = {"pre", "code"}
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
"""What Slack turns back; any other entity it shows as it was typed."""


def render_mrkdwn(text: str) -> Markup:
    """Return a mrkdwn field's HTML."""
    shown, end = [], 0
    for mark in _MARK.finditer(text):
        shown += [_words(text[end : mark.start()]), _marked(mark)]
        end = mark.end()
    return Markup().join([*shown, _words(text[end:])])


def _marked(mark: re.Match[str]) -> Markup:
    if target := mark["target"]:
        return _link(target, mark["label"])
    name = mark.lastgroup or ""
    inner = _words(mark[name]) if name in _LITERAL else render_mrkdwn(mark[name])
    return Markup("<{0}>{1}</{0}>").format(Markup(name), inner)  # noqa: S704 - a name from the pattern above


def _link(target: str, label: str | None) -> Markup:
    """Return a link, or who or what a mention is of."""
    if target[0] in "@#!":
        sign = target[0].replace("!", "@")
        return Markup('<span class="mention">{}</span>').format(f"{sign}{label or target[1:]}")
    return Markup('<a href="{}">{}</a>').format(_words(target), _words(label or target))


def _words(text: str) -> Markup:
    return escape(re.sub("|".join(_ENTITIES), lambda entity: _ENTITIES[entity[0]], text))
