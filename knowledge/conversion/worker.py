"""The converting process: reads one file after the other from its standard input, and can do little else.

A request is a line of JSON, {"format", "size"}, and the file's bytes; the reply is one line of JSON, what
`Converted` holds or {"problem", "cure"}.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import BinaryIO

from knowledge.conversion.converted import Converted, Unreadable
from knowledge.conversion.limits import MOST_CHARACTERS
from knowledge.guide_formats import Format

_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "urllib.",
)
_RECURSION = 5_000
"""The converters walk trees of `limits.DEEPEST` levels, several calls a level."""


def convert(form: Format, data: bytes) -> Converted:
    """Convert a file, loading only what its format needs.

    Raises:
        Unreadable: it can't be read; the reason is for the person who can mend it.
    """
    try:
        converted = _converter(form)(data)
    except MemoryError as error:
        raise Unreadable("takes too much memory to read.", "Split it.") from error
    except RecursionError as error:
        raise Unreadable("is nested too deeply.", "Save its text alone.") from error
    if len(converted.text) > MOST_CHARACTERS:
        limit = f"{MOST_CHARACTERS:,}"
        raise Unreadable(f"has {len(converted.text):,} characters; a guide may have {limit}.", "Split it.")
    return converted


def _converter(form: Format) -> Callable[[bytes], Converted]:
    if form is Format.HTML:
        from knowledge.conversion.html_text import convert_html

        return convert_html
    if form is Format.DOCX:
        from knowledge.conversion.docx_text import convert_docx

        return convert_docx
    if form is Format.PDF:
        from knowledge.conversion.pdf_text import convert_pdf

        return convert_pdf
    from knowledge.conversion.plain_text import convert_text

    return convert_text


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer requests until there are no more."""
    while line := requests.readline():
        request = json.loads(line)
        try:
            reply = asdict(convert(Format(request["format"]), requests.read(request["size"])))
        except Unreadable as error:
            reply = {"problem": error.problem, "cure": error.cure}
        replies.write(json.dumps(reply, default=str).encode() + b"\n")
        replies.flush()


def _refuse(event: str, _: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"a file that is being converted asked for {event}")


def confine(memory_bytes: int) -> None:
    """Give up the network, other programs, writing files and more memory than ``memory_bytes``, for good."""
    sys.addaudithook(_refuse)
    sys.setrecursionlimit(_RECURSION)
    try:
        import resource
    except ImportError:  # on Windows; there the time is limited, and what a file unpacks to
        return
    limits = {resource.RLIMIT_AS: memory_bytes, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0}
    for limit, most in limits.items():
        _, hard = resource.getrlimit(limit)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(limit, (allowed, allowed))
        except (ValueError, OSError):  # macOS knows no limit of the address space
            continue


if __name__ == "__main__":
    confine(int(sys.argv[1]))
    serve(sys.stdin.buffer, sys.stdout.buffer)
