"""`python -m tests.bench.follow_ups`: how well the second of two questions is understood.

Fifty pairs on the 18F handbook, in tests/data/follow_ups.jsonl, each with the section that answers the
second. It is asked alone, with both questions as one text, and as the bot does. Those with odd and even
numbers are told apart: how the bot does it was chosen on all of them.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bot.bootstrap import create_answerer
from bot.settings import load_settings
from index.golds import SectionName
from knowledge.answer import Answer
from knowledge.answerer import Answerer
from knowledge.follow_ups import joined, leans_back
from tests.bench.__main__ import GUIDES, QUESTIONS

PAIRS = Path(__file__).resolve().parents[1] / "data" / "follow_ups.jsonl"
Pair = dict[str, Any]
Way = Callable[[Answerer, Pair], Answer]
WAYS: dict[str, Way] = {
    "alone": lambda answerer, pair: answerer.answer(pair["question"]),
    "as one text": lambda answerer, pair: answerer.answer(joined(pair["before"], pair["question"])),
    "as the bot does": lambda answerer, pair: answerer.answer(pair["question"], before=pair["before"]),
}


def main() -> None:
    """Print what is found first and among the first three, for each way, and what is taken to lean back."""
    answerer = create_answerer(load_settings(GUIDES))
    pairs = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]
    print(f"{f'{len(pairs)} pairs':20} {'hit@1':>6} {'odd':>6} {'even':>6} {'hit@3':>6}")
    for name, way in WAYS.items():
        ranks = [_rank(way(answerer, pair), pair) for pair in pairs]
        shares = [_share(ranks, 1), _share(ranks[::2], 1), _share(ranks[1::2], 1), _share(ranks, 3)]
        print(f"{name:20} " + " ".join(f"{share:>6.2f}" for share in shares))
    alone = [json.loads(line)["question"] for line in QUESTIONS.read_text("utf-8").splitlines()]
    alone += [pair["before"] for pair in pairs]
    leaning, wrongly = sum(leans_back(pair["question"]) for pair in pairs), sum(map(leans_back, alone))
    print(f"taken for follow-ups: {leaning} of {len(pairs)}, and {wrongly} of {len(alone)} others")


def _rank(answer: Answer, pair: Pair) -> int:
    gold = {SectionName(**section).key for section in pair["gold"]}
    found = [SectionName(path=one.path, heading=one.heading).key for one in answer.candidates]
    return next((n for n, section in enumerate(found, start=1) if section in gold), len(found) + 1)


def _share(ranks: Sequence[int], most: int) -> float:
    return sum(rank <= most for rank in ranks) / len(ranks)


if __name__ == "__main__":
    main()
