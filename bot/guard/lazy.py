"""The guard, loaded when it is first needed: a start needn't wait for its rules."""

from bot.guard.finding import Inspection


def inspect(text: str) -> Inspection:
    """Return what `bot.guard.inspection.inspect` does."""
    from bot.guard.inspection import inspect as inspect_now

    return inspect_now(text)


def load() -> None:
    """Load the guard, so that the first question needn't wait for it."""
    inspect("")
