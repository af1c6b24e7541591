"""A text file's bytes → its text, by what it says of itself; never by a guess."""

import codecs

from knowledge.conversion.converted import Unreadable

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


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
    except (LookupError, UnicodeError) as error:  # or one that is no charset
        raise Unreadable(f"declares the unknown charset {encoding!r}.", "Save the file as UTF-8.") from error
