"""Other words for things, from the guides' front matter: what staff say → what the guides say."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.guide import Guide

ALIASES = "aliases.json"


@dataclass(frozen=True, slots=True)
class Aliases:
    """What each alias stands for, by the alias in lower case."""

    meanings: Mapping[str, tuple[str, ...]]

    @classmethod
    def from_guides(cls, guides: Iterable[Guide]) -> "Aliases":
        """Collect the aliases that the guides' own text never uses: the others are found without help."""
        all_guides = list(guides)
        naming = [guide for guide in all_guides if guide.aliases]
        bodies = (guide.source[_body_start(guide) :] for guide in all_guides if naming)
        said = "\n".join(bodies).casefold()
        meanings: dict[str, dict[str, None]] = {}
        for guide in naming:
            for alias, meaning in guide.aliases.items():
                if alias.strip() and meaning.strip() and not _says(said, alias.casefold()):
                    meanings.setdefault(alias.strip().casefold(), {})[meaning.strip()] = None
        return cls({alias: tuple(meant) for alias, meant in meanings.items()})

    @classmethod
    def load(cls, folder: Path) -> "Aliases":
        """Read what was saved in ``folder``."""
        saved = json.loads((folder / ALIASES).read_text("utf-8"))
        return cls({alias: tuple(meant) for alias, meant in saved.items()})

    def save(self, folder: Path) -> None:
        """Write the aliases into ``folder``."""
        (folder / ALIASES).write_text(json.dumps(self.meanings), "utf-8")

    def expand(self, query: str) -> str:
        """Add to a query what its aliases stand for: "Copilot?" → "Copilot? (AI assistant)"."""
        if not self.meanings:
            return query
        found = _pattern(self.meanings).findall(query.casefold())
        meant = dict.fromkeys(meaning for alias in found for meaning in self.meanings[alias])
        return f"{query} ({', '.join(meant)})" if meant else query


def _says(said: str, alias: str) -> bool:
    """Tell whether ``alias`` is said as whole words; most aren't at all, which is far quicker to see."""
    return alias in said and bool(_pattern([alias]).search(said))


def _body_start(guide: Guide) -> int:
    """Return where the text below the front matter begins: aliases stand there themselves."""
    return guide.sections[0].span.start if guide.sections else len(guide.source)


def _pattern(aliases: Iterable[str]) -> re.Pattern[str]:
    """Match any of ``aliases`` as whole words, the longest first."""
    longest_first = sorted(aliases, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
