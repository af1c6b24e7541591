"""An answerer over a folder of guides, with an embedder whose scores can be worked out by hand."""

from collections.abc import Mapping
from pathlib import Path

from index.builder import build_generation
from index.generations import Generations
from index.retriever import HybridRetriever
from knowledge.answerer import Answerer
from knowledge.guide_files import GuideDefaults
from knowledge.reading import read_guides
from tests.fakes import WordCountEmbedder, confidence_by_statement

GUIDE = """---
title: Working here
updated: 2026-10-01
footnote:
  url: https://handbook.example/work
  owner: "#people"
  disclaimer: Pointers, not legal advice.
---
# Working here
## Leave
Ask for leave three days ahead. The form is **blue**. Keep it.
## Travel
Book travel through the portal. Keep the receipts.
"""
WORDS = ("leave", "travel", "receipts", "form", "ask", "days", "book", "portal")


def create_answerer(folder: Path, guides: Mapping[str, str] | None = None) -> Answerer:
    """Index ``guides`` by their paths below ``folder``, and return what answers from them."""
    place = folder / "guides"
    place.mkdir()
    for path, text in (guides or {"work.md": GUIDE}).items():
        (place / path).write_text(text, "utf-8")
    library = read_guides(place, GuideDefaults(disclaimer="Pointers."))
    embedder = WordCountEmbedder(WORDS)
    generation = build_generation(Generations(folder / "state"), library.guides, embedder, ("words", ""), "")
    retriever = HybridRetriever.load(generation, embedder)
    return Answerer(retriever, confidence_by_statement(), generation.manifest.id, "Pointers.", "#help")
