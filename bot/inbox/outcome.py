"""What came of an attempt to reply."""

from dataclasses import dataclass

from bot.inbox.asked_about import AskedAbout


@dataclass(frozen=True, slots=True)
class Finished:
    """No more is to be done; ``outcome`` says in a word why, ``about`` where the question led."""

    outcome: str
    about: AskedAbout | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """To be tried again after ``seconds``; ``may_be_answered``: the reply may be there all the same.

    ``is_delay``: Slack only asked to come later, so that the next wait needn't be longer.
    """

    seconds: float
    may_be_answered: bool
    is_delay: bool = False


@dataclass(frozen=True, slots=True)
class Halted:
    """Nothing can be posted, for a ``reason`` that somebody has to mend; tried again after ``seconds``."""

    reason: str
    seconds: float


Outcome = Finished | Later | Halted
