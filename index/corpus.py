"""A generation's guides on disk, each read when it is first needed: a start costs the same at any size."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from index.arrays import load_mapped
from index.codes import Rows
from index.moves import Address, Moves
from knowledge.guide import Guide, Section
from knowledge.guide_cards import GuideCard

GUIDES, PATHS, OFFSETS = "guides.jsonl", "paths.json", "guides.npy"
SECTIONS, PASSAGES = "sections.npy", "passages.npy"
CARDS = "cards.json"
_GUIDE = TypeAdapter(Guide)
_CARDS = TypeAdapter(list[GuideCard])
NOTHING_WRITTEN: Mapping[str, bytes] = {}


class Corpus:
    """All guides of a generation, and the tables that tie sections, passages and segments together.

    All are numbered through the whole corpus, in order. ``sections`` has a row (guide, place in guide, first
    passage, end) for each section, ``passages`` a row (section, first segment, end) for each passage, whose
    segments are its trail and then its statements.
    """

    def __init__(  # noqa: PLR0913 - the tables of a folder
        self,
        paths: Sequence[str],
        guides: NDArray[np.uint8],
        offsets: Rows,
        sections: Rows,
        passages: Rows,
        moves: Moves,
        cards: Sequence[GuideCard],
    ) -> None:
        self.paths = {path: number for number, path in enumerate(paths)}
        """Each guide's number."""
        self.moves = moves
        self.cards = tuple(cards)
        self._guides, self._offsets = guides, offsets
        self.sections, self.passages = sections, passages
        self.guide = lru_cache(maxsize=256)(self._read_guide)

    @classmethod
    def load(cls, folder: Path) -> "Corpus":
        """Map the tables of ``folder`` into memory; guides are read when asked for."""
        guides = np.memmap(folder / GUIDES, np.uint8, mode="r").view(np.ndarray)
        offsets, sections, passages = (load_mapped(folder / name) for name in (OFFSETS, SECTIONS, PASSAGES))
        paths = json.loads((folder / PATHS).read_text("utf-8"))
        cards = _CARDS.validate_json((folder / CARDS).read_bytes())
        return cls(paths, guides, offsets, sections, passages, Moves.load(folder), cards)

    @staticmethod
    def save(
        folder: Path, guides: Sequence[Guide], moves: Moves, written: Mapping[str, bytes] = NOTHING_WRITTEN
    ) -> None:
        """Write ``guides``, the tables and the moves into ``folder``.

        ``written`` has, by path, the `line` of guides that an older generation holds just so.
        """
        lines = [written.get(guide.path) or _GUIDE.dump_json(guide) + b"\n" for guide in guides]
        (folder / GUIDES).write_bytes(b"".join(lines))
        (folder / PATHS).write_text(json.dumps([guide.path for guide in guides]), "utf-8")
        (folder / CARDS).write_bytes(_CARDS.dump_json([GuideCard.from_guide(guide) for guide in guides]))
        np.save(folder / OFFSETS, np.cumsum([0, *map(len, lines)], dtype=np.int64))
        sections: list[tuple[int, ...]] = []
        passages: list[tuple[int, ...]] = []
        segments = 0
        for number, guide in enumerate(guides):
            for place, section in enumerate(guide.sections):
                first = len(passages)
                for passage in section.passages:
                    end = segments + 1 + len(passage.statements)
                    passages.append((len(sections), segments, end))
                    segments = end
                sections.append((number, place, first, len(passages)))
        np.save(folder / SECTIONS, np.array(sections, np.int64).reshape(-1, 4))
        np.save(folder / PASSAGES, np.array(passages, np.int64).reshape(-1, 3))
        moves.save(folder)

    def line(self, number: int) -> bytes:
        """Return a guide as it is written."""
        start, end = self._offsets[number : number + 2]
        return self._guides[start:end].tobytes()

    def _read_guide(self, number: int) -> Guide:
        return _GUIDE.validate_json(self.line(number))

    def section(self, number: int) -> tuple[Guide, Section]:
        """Return a section and the guide that it belongs to."""
        guide = self.guide(int(self.sections[number, 0]))
        return guide, guide.sections[self.sections[number, 1]]

    def section_number(self, address: Address) -> int | None:
        """Return the number of the section that is, or once was, at ``address``; None where it is gone."""
        number = self._at(address)
        return self._at(self.moves.resolve(address)) if number is None else number

    def _at(self, address: Address) -> int | None:
        path, anchor = address
        if (guide := self.paths.get(path)) is None:
            return None
        anchors = [section.anchor for section in self.guide(guide).sections]
        if anchor not in anchors:
            return None
        return int(np.searchsorted(self.sections[:, 0], guide)) + anchors.index(anchor)
