"""A guide's front matter: the keys that site generators share, and ours, strictly, under `footnote:`."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from reprlib import Repr
from textwrap import shorten
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from knowledge.errors import GuideInvalid
from knowledge.front_matter_block import find_front_matter
from knowledge.front_matter_keys import Lines, read_toml, read_yaml

_NOTHING = ("", "~", "null")
SHARED_KEYS = ("title", "summary", "description", "updated", "date", "lang", "tags")
"""What site generators have in common, and what is read of theirs."""
_VALUES = Repr()
_VALUES.maxlevel, _VALUES.maxlist, _VALUES.maxdict, _VALUES.maxstring = 2, 3, 3, 40


Audience = Annotated[str, Field(pattern=r"^(?:everyone|[CGS][A-Z0-9]{2,30})$")]
"""Who may see a guide: everyone, or the members of a channel or user group, by its id in Slack."""


class FootnoteKeys(BaseModel):
    """Our own keys, under `footnote:`; an unknown one is an error, since it may be a misspelt audience."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str | None = None
    owner: str | None = None
    review_by: date | None = None
    audience: tuple[Audience, ...] = Field(default=("everyone",), min_length=1)
    disclaimer: str | None = None
    aliases: dict[str, str] = {}
    questions: dict[str, tuple[str, ...]] = {}

    @field_validator("review_by", mode="before")
    @classmethod
    def _a_date(cls, value: Any) -> Any:  # noqa: ANN401 - whatever the file holds
        return None if value is None else parse_date(value)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What was read, where the guide's text starts (a code point offset), and what was wrong but harmless."""

    body_start: int = 0
    title: str | None = None
    summary: str = ""
    updated: date | None = None
    lang: str | None = None
    tags: tuple[str, ...] = ()
    footnote: FootnoteKeys = field(default_factory=FootnoteKeys)
    warnings: tuple[GuideInvalid, ...] = ()


def read_front_matter(path: str, source: str) -> FrontMatter:
    """Read the YAML (`---`) or TOML (`+++`) block that ``source`` may start with.

    Raises:
        GuideInvalid: the block doesn't end or parse, or a key of ours is wrong: then nobody may be shown the
            guide, since what limits its audience could not be read.
    """
    block = find_front_matter(source)
    if block is None:
        return FrontMatter(body_start=len(source) - len(source.removeprefix("\ufeff")))
    if block.keys is None:
        cure = f"Close it with a line that is `{block.fence}`."
        raise GuideInvalid(path, 1, "the front matter has no end.", cure)
    keys, lines = (read_yaml if block.fence == "---" else read_toml)(path, block.keys)
    return _from_keys(path, keys, lines, block.end)


def read_sidecar(path: str, source: str) -> FrontMatter:
    """Read the YAML file at ``path`` that says of a file beside it what front matter says of a guide.

    Raises:
        GuideInvalid: as `read_front_matter` does, and for any unknown key: nobody else writes in this file.
    """
    keys, lines = read_yaml(path, source.removeprefix("\ufeff"), first_line=1)
    for key in keys:
        if key not in SHARED_KEYS and key != "footnote":
            cure = f"Use one of: {', '.join(SHARED_KEYS)}; or indent it under `footnote:`."
            raise GuideInvalid(
                path, lines.get((str(key),), 1), f"`{_shown(key)}` is no key of a guide.", cure
            )
    return _from_keys(path, keys, lines, 0)


def parse_date(value: Any) -> date:  # noqa: ANN401 - whatever the file holds
    """Read a date, or the date of a date and time, as YAML, TOML and ISO 8601 write it.

    Raises:
        ValueError: for anything else.
    """
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    return date.fromisoformat(re.split(r"[T\s]", str(value).strip(), maxsplit=1)[0])


def _from_keys(path: str, keys: dict[str, Any], lines: Lines, body_start: int) -> FrontMatter:
    warnings: list[GuideInvalid] = []
    updated = None
    for key in ("updated", "date"):
        if updated is None and _words(keys.get(key)):
            try:
                updated = parse_date(keys[key])
            except ValueError:
                problem = f"`{key}: {_shown(keys[key])}` is no date, so the guide shows none."
                warnings.append(GuideInvalid(path, lines.get((key,), 1), problem, "Write it as 2026-11-02."))
    return FrontMatter(
        body_start=body_start,
        title=_line(keys.get("title")),
        summary=_words(keys.get("summary")) or _words(keys.get("description")) or "",
        updated=updated,
        lang=_words(keys.get("lang")),
        tags=_list(keys.get("tags")),
        footnote=_footnote_keys(path, keys.get("footnote"), lines),
        warnings=tuple(warnings),
    )


def _footnote_keys(path: str, keys: Any, lines: Lines) -> FootnoteKeys:  # noqa: ANN401 - whatever the file holds
    if not keys or keys in _NOTHING:
        return FootnoteKeys()
    try:
        return FootnoteKeys.model_validate(keys)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=True)[0]
        at = ("footnote", *map(str, first["loc"]))
        line = next((lines[at[:n]] for n in range(len(at), 0, -1) if at[:n] in lines), 1)
        raise GuideInvalid(path, line, *_explain(".".join(at), first["type"], first["input"])) from error


def _explain(name: str, kind: str, value: object) -> tuple[str, str]:
    if kind == "extra_forbidden":
        known = ", ".join(FootnoteKeys.model_fields)
        return f"`{_shown(name)}` is no key of ours.", f"Use one of: {known}; or move it out of `footnote:`."
    if name == "footnote.review_by":
        return f"`{name}: {_shown(value)}` is no date.", "Write it as 2027-05-01."
    shapes = {
        "audience": "a list, [everyone] or ids of channels and user groups, [C0123ABC, S0456DEF]",
        "aliases": "pairs, {ChatGPT: AI assistant}",
    }
    shapes["questions"] = 'lists by section anchor, {sovereignty: ["may HR files leave Europe?"]}'
    shape = shapes.get(
        name.split(".")[1] if "." in name else "", "plain text" if "." in name else "`key: value` lines"
    )
    return f"`{name}: {_shown(value)}` has the wrong form.", f"Write it as {shape}."


def _shown(value: object) -> str:
    """Return a value for an error's text: a few bytes of aliases within aliases may stand for gigabytes."""
    if isinstance(value, (dict, list)):
        return _VALUES.repr(value)
    return shorten(str(value), 80, placeholder=" …")


def _line(value: Any) -> str | None:  # noqa: ANN401 - whatever the file holds
    words = _words(value)
    return " ".join(words.split()) if words else None


def _words(value: Any) -> str | None:  # noqa: ANN401 - whatever the file holds
    """Return a scalar as text, None for nothing or for what is no scalar."""
    if value is None or isinstance(value, (dict, list)) or str(value).strip() in _NOTHING:
        return None
    return str(value).strip()


def _list(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever the file holds
    parts = value if isinstance(value, list) else str(value or "").split(",")
    return tuple(words for part in parts if (words := _words(part)))
