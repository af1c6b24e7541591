"""What anyone would write first: sections, sentence-transformers and FAISS, and nothing else."""

import json
import re
from pathlib import Path

import faiss
from sentence_transformers import SentenceTransformer


class PlainSearch:
    def __init__(self, model: str) -> None:
        self.model = SentenceTransformer(model, device="cpu")

    def build(self, guides: Path, state: Path) -> int:
        texts = [p.read_text("utf-8") for p in sorted(guides.rglob("*.md"))]
        passages = [
            part.strip() for text in texts for part in re.split(r"(?m)^(?=#+ )", text) if part.strip()
        ]
        vectors = self.model.encode(passages, normalize_embeddings=True, show_progress_bar=False)
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        faiss.write_index(index, str(state / "plain.faiss"))
        (state / "plain.json").write_text(json.dumps(passages))
        return len(passages)

    def load(self, state: Path) -> None:
        self.index = faiss.read_index(str(state / "plain.faiss"))
        self.passages = json.loads((state / "plain.json").read_text())

    def ask(self, question: str) -> list[str]:
        vector = self.model.encode([question], normalize_embeddings=True, show_progress_bar=False)
        return [self.passages[i] for i in self.index.search(vector, 3)[1][0]]
