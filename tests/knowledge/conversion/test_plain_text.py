"""Plain text: what people mark with blank lines, numbers, bullets, capitals and lines below."""

import pytest

from knowledge.conversion.converted import Unreadable
from knowledge.conversion.plain_text import convert_text

LEAVE = """Leave rules

1. Who may take leave?

Everybody may. It takes *three* days,
and more in summer.

  • Ask first.
  • Then go,
    and come back:
      - rested
      - on time

SICK LEAVE

Call before ten. From section
4. on it is different.

Doctors
=======
1) Call one.
2) Send the note.

2.1 How long?

# Not longer than needed
"""

CONVERTED = """# Leave rules

## 1. Who may take leave?

Everybody may. It takes \\*three\\* days,
and more in summer.

- Ask first.
- Then go,
and come back:
    - rested
    - on time

## SICK LEAVE

Call before ten. From section
4\\. on it is different.

# Doctors

1. Call one.
2. Send the note.

### 2.1 How long?

# Not longer than needed
"""


def test_headings_stand_alone_before_a_text_and_items_nest_by_their_indent() -> None:
    assert convert_text(LEAVE.encode()).text == CONVERTED


def test_a_numbered_list_with_gaps_is_no_row_of_headings() -> None:
    text = "Habits.\n\n1. Lock the screen\n\n2. Update\n\n3. Think\n"
    assert "#" not in convert_text(text.encode()).text


def test_an_underlined_line_is_a_heading() -> None:
    assert convert_text(b"Leave\n=====\n\nSick\n----\n\nCall.\n").text == "# Leave\n\n## Sick\n\nCall.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_byte_order_mark_tells_the_encoding(encoding: str) -> None:
    assert convert_text("Café au lait.".encode(encoding)).text == "Café au lait.\n"


def test_what_is_no_text_is_named() -> None:
    with pytest.raises(Unreadable, match=r"byte 0xe9 in line 1 is not UTF-8\. Save the file as UTF-8\."):
        convert_text(b"Caf\xe9")


def test_front_matter_is_handed_on() -> None:
    read = convert_text(b"---\nfootnote: {audience: [hr]}\n---\nWords.\n")
    assert (read.front_matter, read.text) == ("---\nfootnote: {audience: [hr]}\n---\n", "Words.\n")
