"""A folder of guides that is indexed again and again, as by `footnote index`, by counting words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.base import Known
from index.builder import write_generation
from index.embedder import Embedder, TokenEmbeddings
from index.generations import Generation, Generations
from index.material import Material
from index.rereading import Reading, read_again
from index.retriever import HybridRetriever
from knowledge.guide_files import GuideDefaults
from tests.fakes import WordCountEmbedder

WORDS = ("leave", "travel", "sick", "call", "book", "train", "pay", "desk", "key", "door", "phone", "beach")
LEAVE = "# Leave\nAsk for leave early. Leave is short.\n## Sick\nCall when you are sick.\n## Old\n"
TRAVEL = "# Travel\nBook travel late. Take the train.\n## Abroad\nTake a phone, and call before you book.\n"
PAY = "# Pay\nPay comes monthly.\n## Desk\nThe desk has a key, the door another key.\n"


@dataclass(frozen=True)
class ReadingEmbedder(WordCountEmbedder):
    """Counts words, and notes each text that it is given."""

    read: list[str] = field(default_factory=list)

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        self.read.extend(texts)
        return super().embed_tokens(texts)


@dataclass
class Workplace:
    """Guides below ``folder`` and their generations below ``state``."""

    folder: Path
    state: Path
    embedder: Embedder = field(default_factory=lambda: WordCountEmbedder(WORDS))
    model: str = "a" * 64

    @classmethod
    def in_folder(cls, folder: Path) -> "Workplace":
        """Set up three guides of five sections with text."""
        place = cls(folder / "guides", folder / "state")
        for name, text in (("leave.md", LEAVE), ("travel.md", TRAVEL), ("pay.md", PAY)):
            place.write(name, text)
        return place

    @property
    def generations(self) -> Generations:
        return Generations(self.state)

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def known(self) -> Known:
        return Known.find(self.generations, self.model)

    def read(self, known: Known | None = None) -> Reading:
        return read_again(self.folder, GuideDefaults(), (known or self.known()).base)

    def index(self, *, afresh: bool = False) -> Generation:
        """Build and publish, taking over what can be, or nothing."""
        known = Known() if afresh else self.known()
        reading = self.read(known)
        material = Material(
            reading.library.guides,
            "words",
            self.model,
            reading.corpus_sha256,
            reading.recipe_sha256,
            reading.notes,
        )
        generation = write_generation(self.generations, material, self.embedder, known)
        self.generations.make_current(generation)
        return generation

    def first(self, query: str, generation: Generation | None = None) -> str:
        """Return the heading of the first section that a question finds."""
        retriever = HybridRetriever.load(generation or self.generations.current(), self.embedder)
        return retriever.search(query, 3).sections[0].section.heading
