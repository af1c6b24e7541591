"""What redacts a question before its words are kept: the guard, or nothing is kept."""

from collections.abc import Callable
from importlib import import_module
from typing import Protocol

from bot.inbox.asked_about import Redact
from bot.settings import Settings, SettingsInvalid


class _Inspected(Protocol):
    redacted: str


def load_redactor(settings: Settings, guard: str = "bot.guard.inspection") -> Redact | None:
    """Return what redacts the questions that the settings ask to keep, None where none are kept.

    ``guard`` is the module whose ``inspect(text).redacted`` is the redacted text.

    Raises:
        SettingsInvalid: questions are to be kept, and there is no guard.
    """
    if settings.keep_unanswered == "off":
        return None
    inspect = _inspect_of(guard)

    def redact(text: str) -> str:
        return inspect(text).redacted

    return redact


def _inspect_of(guard: str) -> Callable[[str], _Inspected]:
    try:
        inspect: Callable[[str], _Inspected] = import_module(guard).inspect
    except (ModuleNotFoundError, AttributeError) as error:
        raise SettingsInvalid(
            f"FOOTNOTE_KEEP_UNANSWERED is `redacted`, and what redacts a question can't be loaded ({error}). "
            "Set it to `off`; questions are counted all the same."
        ) from error
    return inspect
