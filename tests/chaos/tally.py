"""The final count: what was asked, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.chaos.workload import Spoken
from tests.standin.counting import Answers, Asked
from tests.standin.deliveries import Delivery
from tests.standin.workspace import Message

ACKNOWLEDGED_WITHIN_SECONDS = 3.0
MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run came to; what it names after `asked` and `once` must be empty."""

    seed: int
    asked: int
    once: int
    lost: Sequence[Asked]
    doubled: Sequence[Asked]
    misplaced: Sequence[Asked]
    wrong_text: Sequence[tuple[Asked, str]]
    """With the text that was right."""
    strays: Sequence[Message]
    """What the bot said to nobody's question."""
    figures: Mapping[str, object] = field(default_factory=dict)
    """What else is worth knowing; nothing is asked of it."""

    @property
    def is_clean(self) -> bool:
        """Whether every question got exactly one reply, the right one, where it belongs."""
        wrong = (self.lost, self.doubled, self.misplaced, self.wrong_text, self.strays)
        return self.once == self.asked and not any(wrong)

    def table(self) -> str:
        """Return the count, what else is worth knowing, and the names of what is wrong."""
        rows = {
            "seed": self.seed,
            "questions asked": self.asked,
            "replied to exactly once": self.once,
            "lost": len(self.lost),
            "doubled": len(self.doubled),
            "in the wrong thread": len(self.misplaced),
            "with the wrong text": len(self.wrong_text),
            "said to nobody": len(self.strays),
            **self.figures,
        }
        width = max(map(len, rows))
        return "\n".join([*(f"{name:<{width}}  {value}" for name, value in rows.items()), *self._names()])

    def _names(self) -> list[str]:
        return [
            *(f"lost: {_name(one)}" for one in self.lost[:MOST_NAMED]),
            *(f"doubled: {_name(one)}; {_told(one)}" for one in self.doubled[:MOST_NAMED]),
            *(f"misplaced: {_name(one)}; {_told(one)}" for one in self.misplaced[:MOST_NAMED]),
            *(
                f"wrong text: {_name(one)}: {one.replies[0].text[:80]!r}, not {right[:80]!r}"
                for one, right in self.wrong_text[:MOST_NAMED]
            ),
            *(
                f"to nobody: {one.channel} {one.ts}, thread {one.thread_ts}: {one.text[:80]!r}"
                for one in self.strays[:MOST_NAMED]
            ),
        ]


def count(
    seed: int,
    spoken: Sequence[Spoken],
    answers: Answers,
    expected: Mapping[str, str],
    figures: Mapping[str, object],
) -> Tally:
    """Count what was said to the bot against what it said."""
    questions = {one.said.ts: one.planned.text for one in spoken if not one.planned.is_chatter}
    found = {one.question.ts for one in answers.asked}
    assert found == questions.keys(), f"asked, but not seen as questions: {questions.keys() ^ found}"
    wrong_text = [
        (one, expected[questions[one.question.ts]])
        for one in answers.asked
        if one.replies and one.replies[0].text != expected[questions[one.question.ts]]
    ]
    misplaced = [one for one in answers.asked if one.misplaced]
    return Tally(
        seed, len(questions), len(answers.one), answers.none, answers.doubled, misplaced, wrong_text,
        answers.strays, figures,
    )  # fmt: skip


def acknowledged(deliveries: Sequence[Delivery]) -> dict[str, object]:
    """Return how many events were sent, how often again, and how fast they were acknowledged."""
    seconds = sorted(one.acked_at - one.sent_at for one in deliveries if one.acked_at and one.sent_at)
    late = sum(one > ACKNOWLEDGED_WITHIN_SECONDS for one in seconds)
    return {
        "events sent": len({one.event_id for one in deliveries}),
        "sent again": sum(one.attempt > 0 or one.is_extra for one in deliveries),
        "acknowledged after, p50 / p99 / max": " / ".join(
            f"{_at(seconds, p):.3f} s" for p in (0.5, 0.99, 1.0)
        ),
        f"acknowledged after more than {ACKNOWLEDGED_WITHIN_SECONDS:.0f} s": late,
    }


def replied(answers: Answers, deliveries: Sequence[Delivery]) -> dict[str, object]:
    """Return how long people waited, and how often a question that was taken later was replied to earlier."""
    waits = sorted(float(one.replies[0].ts) - float(one.question.ts) for one in answers.asked if one.replies)
    return {
        "replied after, p50 / p99 / max": " / ".join(f"{_at(waits, p):.2f} s" for p in (0.5, 0.99, 1.0)),
        "overtaken in their channel": _overtaken(answers.asked, deliveries),
    }


def _overtaken(asked: Sequence[Asked], deliveries: Sequence[Delivery]) -> int:
    """Count by when each question's first event was acknowledged: Slack itself delivers some out of order."""
    taken_at: dict[str, float] = {}
    for one in deliveries:
        if one.acked_at is not None:
            ts = str(one.body["event"].get("ts"))
            taken_at[ts] = min(one.acked_at, taken_at.get(ts, one.acked_at))
    latest: dict[str, str] = {}
    overtaken = 0
    for question in sorted(asked, key=lambda one: taken_at.get(one.question.ts, 0.0)):
        if question.replies:
            channel, replied_ts = question.question.channel, question.replies[0].ts
            overtaken += replied_ts < latest.get(channel, "")
            latest[channel] = max(replied_ts, latest.get(channel, ""))
    return overtaken


def _at(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))] if values else float("nan")


def _name(one: Asked) -> str:
    return f"{one.question.channel} {one.question.ts}, thread {one.question.thread_ts}: {one.question.text!r}"


def _told(one: Asked) -> str:
    return "replies " + ", ".join(f"{reply.ts} in thread {reply.thread_ts}" for reply in one.replies)
