"""The real answerer on a handful of real guides: the starter guide and a PDF."""

import shutil
from pathlib import Path

from bot.bootstrap import create_answerer
from bot.bootstrap_index import build_index
from bot.places import exported_folder
from bot.settings import STARTER_GUIDES, Settings
from index.embedding import silent
from index.exported_model import ExportedModel
from knowledge.answerer import Answerer
from tests.documents import Text, column, pdf

SITE, OWNER = "https://handbook.example", "#help-ai"
_TRAVEL: tuple[list[str | Text], ...] = (
    [
        Text("Travel policy", size=22, bold=True),
        "",
        "Trips are booked by whoever travels, and paid by the company.",
        "",
        Text("Booking", size=16, bold=True),
        "",
        "Book every train, flight and hotel in the travel portal, two weeks ahead where you can.",
    ],
    [
        Text("Receipts", size=16, bold=True),
        "",
        "Hand in the receipts of hotels and taxis within thirty days after the trip.",
        "A photograph of a receipt is enough; keep the paper for six months.",
    ],
)
_TRAVEL_NOTES = f"""updated: 2026-09-14
footnote:
  url: {SITE}/travel.pdf
  owner: "#travel"
  disclaimer: What your contract says about travel takes precedence.
"""


def create_sample(folder: Path, exported: ExportedModel | None = None) -> Answerer:
    """Write the guides below ``folder`` and index them; the model is exported first unless it is given."""
    guides = folder / "guides"
    guides.mkdir()
    shutil.copy(STARTER_GUIDES / "is-my-data-safe.md", guides)
    info = {"Title": "Travel policy"}
    (guides / "travel.pdf").write_bytes(pdf([column(page) for page in _TRAVEL], info))
    (guides / "travel.pdf.yaml").write_text(_TRAVEL_NOTES, "utf-8")
    settings = _settings(guides, folder / "state")
    if exported:
        place = exported_folder(settings)
        place.parent.mkdir(parents=True)
        place.symlink_to(exported.folder)
    build_index(settings, silent)
    return create_answerer(settings)


def _settings(guides: Path, state: Path) -> Settings:
    """Return settings that give all that shows, so that the environment has no say in it."""
    return Settings(
        guides=guides,
        state=state,
        model=None,
        model_languages=None,
        reranker=None,
        base_url=SITE,
        owner=OWNER,
        disclaimer="These are general pointers quoted from our guides.",
        lang="en",
    )
