"""What became of each section between two states of the guides, and where one that moved is found now."""

import json
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from knowledge.guide import Guide, Section

MOVES = "moves.json"
TELLING_CHARACTERS = 40
"""Text below this, such as "See above.", is no sign that two sections are one."""

Named = TypeVar("Named", bound=Hashable)
Address = tuple[str, str]
"""A guide's path and a section's anchor: how a learned question, or feedback, names a section."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from ``old`` to ``new`` guides: each guide once, and each section of theirs once.

    A moved guide has another path and the same words; a moved section another address and the same words. A
    section that only its parents' headings changed isn't a changed one.
    """

    guides_added: tuple[str, ...] = ()
    guides_changed: tuple[str, ...] = ()
    guides_removed: tuple[str, ...] = ()
    guides_moved: tuple[tuple[str, str], ...] = ()
    added: tuple[Address, ...] = ()
    changed: tuple[Address, ...] = ()
    removed: tuple[Address, ...] = ()
    moved: tuple[tuple[Address, Address], ...] = ()

    @classmethod
    def between(cls, old: Mapping[str, Guide], new: Mapping[str, Guide]) -> "Changes":
        """Compare two states of the guides, by path."""
        gone, come = sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys())
        guides_moved = _pairs(
            {path: old[path].sha256 for path in gone}, {path: new[path].sha256 for path in come}
        )
        renamed, come_by_name = dict(guides_moved), {path for _, path in guides_moved}
        changed = [path for path in sorted(old.keys() & new.keys()) if old[path] != new[path]]
        before = _sections(old[path] for path in (*changed, *gone))
        after = _sections(new[path] for path in (*changed, *come))
        moved = _moved(before, after, renamed)
        left, arrived = {address for address, _ in moved}, {address for _, address in moved}
        return cls(
            guides_added=tuple(path for path in come if path not in come_by_name),
            guides_changed=tuple(changed),
            guides_removed=tuple(path for path in gone if path not in renamed),
            guides_moved=tuple(guides_moved),
            added=tuple(address for address in after if address not in before and address not in arrived),
            changed=tuple(a for a in after if a in before and after[a].source != before[a].source),
            removed=tuple(address for address in before if address not in after and address not in left),
            moved=tuple(moved),
        )


@dataclass(frozen=True, slots=True)
class Moves:
    """Where sections are now that were once at another address, over all generations since they moved."""

    now: Mapping[Address, Address]

    @classmethod
    def load(cls, folder: Path) -> "Moves":
        """Read what was saved in ``folder``."""
        rows = json.loads((folder / MOVES).read_text("utf-8"))
        return cls({(path, anchor): (new, at) for path, anchor, new, at in rows})

    def save(self, folder: Path) -> None:
        """Write the moves into ``folder``."""
        rows = [[*old, *new] for old, new in sorted(self.now.items())]
        (folder / MOVES).write_text(json.dumps(rows), "utf-8")

    def resolve(self, address: Address) -> Address:
        """Return where the section that was at ``address`` is now; the same address where it never moved."""
        return self.now.get(address, address)

    def then(self, changes: Changes, guides: Iterable[Guide]) -> "Moves":
        """Return these moves, then ``changes``; an address that ``guides`` use now means who is there now."""
        latest = dict(changes.moved)
        now = {old: latest.get(new, new) for old, new in self.now.items()} | latest
        taken = {(guide.path, section.anchor) for guide in guides for section in guide.sections}
        return Moves({old: new for old, new in now.items() if old not in taken})


@dataclass(frozen=True, slots=True)
class _Known:
    """A section as two states are compared: its Markdown, its heading and its words."""

    source: str
    heading: str
    words: str

    @classmethod
    def from_section(cls, guide: Guide, section: Section) -> "_Known":
        words = "\n".join(passage.text for passage in section.passages)
        return cls(section.span.of(guide.source), section.heading, words)

    def whole(self) -> Hashable:
        return self.heading, self.words

    def text(self) -> Hashable:
        return self.words


def _sections(guides: Iterable[Guide]) -> dict[Address, _Known]:
    return {
        (guide.path, section.anchor): _Known.from_section(guide, section)
        for guide in guides
        for section in guide.sections
    }


def _moved(
    before: Mapping[Address, _Known], after: Mapping[Address, _Known], renamed: Mapping[str, str]
) -> list[tuple[Address, Address]]:
    """Pair addresses that are gone with new ones: those of a renamed guide, then those of the same words.

    The same heading is asked for first, and then the words alone.
    """
    moved = [(old, (renamed[old[0]], old[1])) for old in before if old[0] in renamed]
    for key, least in ((_Known.whole, 1), (_Known.text, TELLING_CHARACTERS)):
        left, arrived = {old for old, _ in moved}, {new for _, new in moved}
        gone = {a: known for a, known in before.items() if a not in after and a not in left}
        come = {a: known for a, known in after.items() if a not in before and a not in arrived}
        moved += _pairs(
            *({a: key(k) for a, k in some.items() if len(k.words) >= least} for some in (gone, come))
        )
    return moved


def _pairs(gone: Mapping[Named, Hashable], come: Mapping[Named, Hashable]) -> list[tuple[Named, Named]]:
    """Pair the names whose key is the same, where just one on each side has it."""
    sides: tuple[dict[Hashable, list[Named]], ...] = (defaultdict(list), defaultdict(list))
    for keyed, names in zip((gone, come), sides, strict=True):
        for name, key in keyed.items():
            names[key].append(name)
    old, new = sides
    return [(old[key][0], new[key][0]) for key in old if len(old[key]) == 1 and len(new.get(key, ())) == 1]
