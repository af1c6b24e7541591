"""Log records of one line each: what a guide is called, or an error says, forges no line of its own."""

import logging

from bot.printable import printable

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
LONGEST = 8000


class OneLine(logging.Formatter):
    """Writes each record, with its traceback if there is one, as one line without control characters."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; what would end it is shown as it would be typed."""
        shown = super().format(record).replace("\r", "").replace("\t", " ")
        parts = [printable(part) for part in shown.splitlines()]
        return "\\n".join(parts)[:LONGEST]
