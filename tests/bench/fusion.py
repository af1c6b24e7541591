"""Fits the fusion weights on the 18F questions, and prints what they reach on questions held out.

`python -m tests.bench.fusion`: softmax regression of "this candidate is right" over the signals;
5 folds, 10 seeds.
"""

import json
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.bootstrap import create_answerer
from bot.settings import load_settings
from index.fusion import SectionSignals
from index.golds import SectionName
from index.interaction import Given, gather_evidence
from index.retriever import HybridRetriever
from index.scopes import Scope
from tests.bench.__main__ import GUIDES, QUESTIONS

FOLDS, SEEDS, L2 = 5, 10, 0.3
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """One answerable question's candidates: their signals, and which are right."""

    signals: Floats
    right: NDArray[np.bool_]


def main() -> None:
    retriever = create_answerer(load_settings(GUIDES)).retriever
    assert isinstance(retriever, HybridRetriever)
    rows = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    asked = [look_up(retriever, row) for row in rows if row["answerable"]]
    spread = np.concatenate([question.signals for question in asked]).std(axis=0)
    spread[spread == 0] = 1
    hits = np.mean([held_out(asked, spread, seed) for seed in range(SEEDS)], axis=0)
    print(f"held out, {len(asked)} questions: hit@1 {hits[0]:.3f}, hit@3 {hits[1]:.3f}, hit@10 {hits[2]:.3f}")
    weights = fit(asked, spread)
    names = [field.name for field in fields(SectionSignals)]
    print({name: round(float(w), 4) for name, w in zip(names, weights / np.abs(weights).sum(), strict=True)})


def look_up(retriever: HybridRetriever, row: dict[str, object]) -> Asked:
    (question,) = retriever.embedder.questions.embed_tokens([str(row["question"])])
    coverage = retriever.lexical.coverage(str(row["question"]))
    found = retriever.candidates(question, coverage, Scope())
    given = Given(coverage[found], np.zeros(len(found), np.float32))
    evidence = gather_evidence(retriever.corpus, retriever.vectors, question, found, given)
    gold = {SectionName(**section).key for section in row["gold"]}  # type: ignore[attr-defined]
    sections = [retriever.corpus.section(int(number)) for number in found]
    right = [SectionName(path=g.path, heading=s.heading).key in gold for g, s in sections]
    return Asked(evidence.signals.matrix().astype(float), np.array(right))


def fit(asked: list[Asked], spread: Floats) -> Floats:
    usable = [question for question in asked if question.right.any()]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = L2 * weights @ weights / 2, L2 * weights
        for question in usable:
            signals = question.signals / spread
            chance = np.exp(signals @ weights - (signals @ weights).max())
            chance /= chance.sum()
            right = chance * question.right
            total -= np.log(right.sum())
            slope = slope - signals.T @ (right / right.sum() - chance)
        return float(total) / len(usable), slope / len(usable)

    solved: Floats = minimize(loss, np.zeros(len(spread)), jac=True, method="L-BFGS-B").x
    return solved / spread


def held_out(asked: list[Asked], spread: Floats, seed: int) -> list[float]:
    order, places = np.random.default_rng(seed).permutation(len(asked)), np.full(len(asked), 99)
    for fold in range(FOLDS):
        test = order[fold::FOLDS]
        weights = fit([asked[i] for i in np.setdiff1d(order, test)], spread)
        for i in test:
            ranked = asked[i].right[np.argsort(-(asked[i].signals @ weights), kind="stable")]
            places[i] = np.argmax(ranked) if ranked.any() else 99
    return [float((places < most).mean()) for most in (1, 3, 10)]


if __name__ == "__main__":
    main()
