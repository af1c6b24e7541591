"""A text file's bytes → its text, by what it says of itself; never by a guess."""

import codecs

from knowledge.conversion.converted import Unreadable

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
LONGEST_NAME = 40
"""Characters of a charset's name, or of what stands in its place."""


def decode(data: bytes, declared: str | None = None) -> str:
    """Decode ``data`` by its byte order mark, else as ``declared``, else as UTF-8.

    Raises:
        Unreadable: it is something else.
    """
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    encoding = marked or declared or "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = (
            f"byte {data[error.start]:#04x} in line {line} is not {encoding.removesuffix('-sig').upper()}."
        )
        raise Unreadable(problem, "Save the file as UTF-8.") from error
    except (LookupError, ValueError) as error:  # or one that is no charset, or no name of any
        shown = encoding[:LONGEST_NAME]
        raise Unreadable(f"declares the unknown charset {shown!r}.", "Save the file as UTF-8.") from error
