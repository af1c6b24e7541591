"""A handbook of any size, the same every time: sentences from templates, for what needs very many of them.

`python -m tests.bench.synthetic FOLDER [SECTIONS]` writes one.
"""

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

SECTIONS_PER_GUIDE = 10
SEED = 18
_WORDS: dict[str, list[str]] = json.loads(
    (Path(__file__).parents[1] / "data" / "synthetic.json").read_text("utf-8")
)
"""What sentences and headings are made of."""


def write_handbook(folder: Path, sections: int, seed: int = SEED) -> None:
    """Write ``sections`` sections into guides of ten below ``folder``, which must not be there yet."""
    folder.mkdir(parents=True)
    chance = random.Random(seed)
    for number in range(-(-sections // SECTIONS_PER_GUIDE)):
        site, thing = chance.choice(_WORDS["sites"]), chance.choice(_WORDS["things"])
        count = min(SECTIONS_PER_GUIDE, sections - number * SECTIONS_PER_GUIDE)
        parts = [f"# {_capital(thing)}, guide {number + 1} for {site}\n"]
        parts += [
            f"## {_filled(chance, chance.choice(_WORDS['headings']))}\n\n{_text(chance)}"
            for _ in range(count)
        ]
        (folder / f"guide-{number + 1:04}.md").write_text("\n".join(parts), "utf-8")


def _text(chance: random.Random) -> str:
    return "\n\n".join(_paragraphs(chance)) + "\n"


def _paragraphs(chance: random.Random) -> Iterator[str]:
    for _ in range(chance.randint(1, 2)):
        yield " ".join(
            _filled(chance, sentence)
            for sentence in chance.choices(_WORDS["sentences"], k=chance.randint(2, 4))
        )
    if chance.random() < 0.3:
        person = chance.choice(_WORDS["people"])
        yield f"Before you ask {person}:\n\n" + "\n".join(
            f"- {_filled(chance, '{deed} the {thing} {time}')}" for _ in range(chance.randint(2, 4))
        )


def _filled(chance: random.Random, template: str) -> str:
    kinds = {"deed": "deeds", "thing": "things", "person": "people", "place": "places", "time": "times"}
    kinds |= {"reason": "reasons", "site": "sites"}
    words = {name: chance.choice(_WORDS[kind]) for name, kind in kinds.items()}
    words |= {"sum": str(chance.randrange(50, 5000, 25)), "count": str(chance.randint(2, 12))}
    return _capital(template.format_map(words))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


if __name__ == "__main__":
    write_handbook(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
