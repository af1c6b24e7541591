"""Plots as inline SVG, those of an evaluation first of all: colours come from the page's style."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.markup import Markup, joined, tag
from index.evaluation import HITS, KindScore
from index.reliability import Bin, RiskPoint

WIDTH, HEIGHT = 460.0, 330.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, 14.0, 12.0, 46.0
_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_BAR, _GAP = 15.0, 12.0


@dataclass(frozen=True, slots=True)
class _Frame:
    """A square of shares from 0 to 1, with its axes; ``across`` and ``up`` name them."""

    across: str
    up: str

    def x(self, share: float) -> float:
        return _LEFT + share * (WIDTH - _LEFT - _RIGHT)

    def y(self, share: float) -> float:
        return HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM)

    def axes(self) -> Iterator[Markup]:
        for share in _TICKS:
            x, y = self.x(share), self.y(share)
            yield tag("line", x1=self.x(0), x2=self.x(1), y1=y, y2=y, class_="grid")
            yield tag("text", f"{share:.1f}", x=self.x(0) - 8, y=y + 4, class_="tick", text_anchor="end")
            yield tag("text", f"{share:.1f}", x=x, y=self.y(0) + 18, class_="tick", text_anchor="middle")
        middle = (self.y(0) + self.y(1)) / 2
        yield tag("text", self.across, x=self.x(0.5), y=HEIGHT - 8, class_="axis", text_anchor="middle")
        turned = f"rotate(-90 14 {middle:.1f})"
        yield tag("text", self.up, x=14.0, y=middle, class_="axis", text_anchor="middle", transform=turned)

    def path(self, points: Sequence[tuple[float, float]], style: str) -> Markup:
        steps = " L".join(f"{self.x(x):.1f} {self.y(y):.1f}" for x, y in points)
        return tag("path", d=f"M{steps}", class_=style)


def reliability_plot(bins: Sequence[Bin]) -> Markup:
    """Draw how often each confidence is right; larger dots are more questions, and the diagonal is ideal."""
    frame = _Frame("confidence", "share right")
    most = max(each.questions for each in bins)
    dots = [
        tag(
            "circle",
            tag("title", f"confidence {b.confidence:.3f}: right {b.right:.3f}, {b.questions} questions"),
            cx=frame.x(b.confidence),
            cy=frame.y(b.right),
            r=3 + 9 * (b.questions / most) ** 0.5,
            class_="dot",
        )
        for b in bins
    ]
    line = frame.path([(b.confidence, b.right) for b in bins], "line")
    return svg("Reliability diagram", *frame.axes(), frame.path([(0, 0), (1, 1)], "ideal"), line, *dots)


def risk_coverage_plot(points: Sequence[RiskPoint], answered_from: float) -> Markup:
    """Draw the share of wrong answers against the share of questions answered, and where the threshold is."""
    frame = _Frame("share of questions answered", "share of those wrong")
    dots = [
        tag(
            "circle",
            tag("title", f"from {p.confidence:.4f}: {p.coverage:.3f} answered, {p.risk:.3f} of those wrong"),
            cx=frame.x(p.coverage),
            cy=frame.y(p.risk),
            r=2.5,
            class_="dot",
        )
        for p in points
    ]
    coverage = max((p.coverage for p in points if p.confidence >= answered_from), default=0.0)
    said = tag("title", f"answered from {answered_from:.4f}: {coverage:.3f} of the questions")
    x = frame.x(coverage)
    threshold = tag("line", said, x1=x, x2=x, y1=frame.y(0), y2=frame.y(1), class_="threshold")
    line = frame.path([(p.coverage, p.risk) for p in points], "line")
    return svg("Risk–coverage curve", *frame.axes(), threshold, line, *dots)


def kinds_plot(kinds: Sequence[KindScore]) -> Markup:
    """Draw hit@1, 3 and 10 of each kind that has answerable questions, as bars."""
    rows = [(kind, kind.hits) for kind in kinds if kind.hits is not None]
    left, group = 150.0, len(HITS) * _BAR + _GAP
    scale = WIDTH - left - 44

    def bars() -> Iterator[Markup]:
        for row, (kind, hits) in enumerate(rows):
            top = row * group
            label = f"{kind.kind} ({kind.questions})"
            yield tag("text", label, x=left - 8, y=top + group / 2, class_="axis", text_anchor="end")
            for i, (k, hit) in enumerate(zip(HITS, hits, strict=True)):
                y = top + i * _BAR
                said = tag("title", f"{kind.kind}: hit@{k} {hit:.3f}")
                yield tag(
                    "rect", said, x=left, y=y, width=max(hit * scale, 1.0), height=_BAR - 2, class_=f"hit{k}"
                )
                yield tag("text", f"{hit:.2f}", x=left + hit * scale + 5, y=y + _BAR - 4, class_="tick")

    return svg("Hits by kind of question", *bars(), height=max(len(rows), 1) * group)


def scatter_plot(layers: Sequence[tuple[str, Sequence[tuple[float, float, str]]]]) -> Markup:
    """Draw layers of points, the first undermost, each a style and its points (x, y, tooltip).

    A style that starts with "wrong" is drawn as a diamond, any other as a dot: colour isn't all that tells.
    """
    width, height, edge = 2 * WIDTH + 20, 1.8 * HEIGHT, 10.0
    places = [(x, y) for _, points in layers for x, y, _ in points]
    across, up = _scale([x for x, _ in places], edge, width), _scale([y for _, y in places], edge, height)
    marks = (
        _mark(style, across(x), height - up(y), label) for style, points in layers for x, y, label in points
    )
    return svg("Map of passages and questions", *marks, width=width, height=height)


def _mark(style: str, x: float, y: float, label: str) -> Markup:
    said = tag("title", label)
    if style.startswith("wrong"):
        return tag("path", said, d=f"M{x:.1f} {y - 5:.1f}l5 5l-5 5l-5-5z", class_=style)
    return tag(
        "circle", said, cx=round(x, 1), cy=round(y, 1), r=1.6 if style == "passage" else 4.0, class_=style
    )


def _scale(values: Sequence[float], edge: float, size: float) -> Callable[[float], float]:
    low, high = min(values), max(values)
    if high == low:
        return lambda _: size / 2
    return lambda value: edge + (value - low) / (high - low) * (size - 2 * edge)


def svg(name: str, *inside: Markup, width: float = WIDTH, height: float = HEIGHT) -> Markup:
    """Return a drawing with a name for those who can't see it."""
    box = f"0 0 {width:.0f} {height:.0f}"
    return tag("svg", joined(list(inside)), viewBox=box, role="img", aria_label=name)
