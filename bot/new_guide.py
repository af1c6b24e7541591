"""`footnote new`: a guide to fill in, in the form that answers quote best."""

import calendar
import re
import shlex
import unicodedata
from datetime import date
from pathlib import Path

import yaml

from bot.printable import printable_line
from bot.settings import Settings
from knowledge.anchors import Anchors
from knowledge.errors import FootnoteError, GuidesMissing

REVIEW_MONTHS = 6
_LONGEST_NAME = 100
"""Bytes: a file system takes 255 at most, and so long a name can't be read in a link."""
_OWNER = "the team that wrote this guide"
_DISCLAIMER = "General pointers. Ask the owner of this guide about a case of your own."
_SUMMARY = "Say in one or two sentences what most people need to know."
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#&|~])")

# Each hint is short of what two guides would have in common by copying (see the rule near-duplicate).
_SKELETON = """\
---
{keys}---

# {heading}

**In 30 seconds:** say in one or two sentences what most people need to know, and stop there.

## What you may do

Write the rule first and its exceptions after it. Each sentence may be quoted alone.

### Go deeper

Give the reason or the law behind the rule, for those who want to know why.

## How to ask for it

1. Say who asks whom, and by when.
2. Say what they have to bring.
3. Say what happens next.

### Go deeper

Add what goes wrong most often, and whom to turn to then.
"""


class TitleUnusable(FootnoteError):
    """A title that no file can be named after."""


class GuideExists(FootnoteError):
    """There is a guide of that name already; it was left as it is."""


def create_guide(settings: Settings, title: str, today: date) -> Path:
    """Write the skeleton of a guide, named after its title, into the folder of guides.

    Raises:
        GuidesMissing: the folder isn't there.
        TitleUnusable: the title holds no letter or digit.
        GuideExists: the file is there already.
    """
    title = printable_line(title)
    if not settings.guides.is_dir():
        raise GuidesMissing(f"{settings.guides} is no folder. Make it first: mkdir -p {settings.guides}")
    file = settings.guides / f"{file_stem(title)}.md"
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(skeleton(settings, title, today))
    except FileExistsError as error:
        raise GuideExists(f"{file} is there already. Choose another title, or edit that guide.") from error
    except OSError as error:
        raise GuidesMissing(
            f"{file} can't be written: {error.strerror}. Mend the folder's rights."
        ) from error
    return file


def file_stem(title: str) -> str:
    """Return a title as a file's name, in its own script: "Arbeit & Urlaub" → "arbeit-urlaub".

    Raises:
        TitleUnusable: it holds no letter or digit.
    """
    words = re.sub(r"[/\\]", " ", unicodedata.normalize("NFC", title))
    slug = re.sub(r"-{2,}", "-", Anchors().add(words))
    stem = slug.encode()[:_LONGEST_NAME].decode(errors="ignore").strip("-_")
    if not any(char.isalnum() for char in stem):
        raise TitleUnusable(f"{title!r} has no letter to name a file after. Write a title in words.")
    return stem


def skeleton(settings: Settings, title: str, today: date) -> str:
    """Return the Markdown of a guide that is still to be written, to be reviewed in six months."""
    ours = {
        "owner": settings.owner or _OWNER,
        "review_by": _months_later(today, REVIEW_MONTHS),
        "audience": ["everyone"],
        "disclaimer": settings.disclaimer or _DISCLAIMER,
    }
    keys = {"title": title, "summary": _SUMMARY, "updated": today, "lang": settings.lang, "footnote": ours}
    written = yaml.safe_dump(keys, sort_keys=False, default_flow_style=None, allow_unicode=True, width=1_000)
    return _SKELETON.format(keys=written, heading=_MARKDOWN.sub(r"\\\1", title))


def next_steps(file: Path) -> str:
    """Return what to do with a guide that was just made."""
    folder = shlex.quote(str(file.parent))
    return f"""\
Next:
1. Fill it in: the hints say what belongs where. Put the headings in the words that staff would ask in,
   and name the owner whom they can turn to.
2. footnote lint --guides {folder}
3. footnote index --guides {folder}"""


def _months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
