"""`footnote doctor`: says what is missing for what, and the cure for each."""

from datetime import date

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.checks import Check, local_checks
from bot.printable import printable
from bot.settings import Settings
from bot.slack_checks import slack_checks


def print_diagnosis(settings: Settings) -> bool:
    """Print every check, and return whether `footnote serve` has all that it needs."""
    checks = diagnose(settings)
    console = Console(highlight=False)
    console.print(_table(checks))
    console.print()
    missing = dict.fromkeys(check.name for check in checks if check.needed and not check.ok)
    if missing:
        console.print(Text(f"`footnote serve` still lacks: {', '.join(missing)}.", style="bold"))
        return False
    console.print(Text("`footnote serve` has all that it needs.", style="bold"))
    return True


def diagnose(settings: Settings) -> tuple[Check, ...]:
    """Look at everything: first this machine, then Slack, which is asked only about tokens that are set."""
    return (*local_checks(settings, date.today()), *slack_checks(settings))


def _table(checks: tuple[Check, ...]) -> Table:
    table = Table.grid(padding=(0, 2))
    for overflow in ("ellipsis", "ellipsis", "fold"):
        table.add_column(overflow=overflow)
    for check in checks:
        table.add_row(_state(check), Text(check.name), _findings(check))
    return table


def _state(check: Check) -> Text:
    if check.ok:
        return Text("ok", style="green")
    return Text("missing", style="bold red") if check.needed else Text("note", style="yellow")


def _findings(check: Check) -> Text:
    text = Text(printable(check.found))
    if check.cure:
        text.append(f"\n{printable(check.cure)}", style="dim")
    return text
