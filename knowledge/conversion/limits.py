"""What a file may cost, however it was made: above these it is named instead of read."""

LARGEST_BYTES = 20_000_000
MOST_PAGES = 2_000
MOST_CHARACTERS = 2_000_000
"""Of converted text: what a Markdown guide may have, too."""
DEEPEST = 200
"""Levels of elements within elements."""

MOST_PARTS = 5_000
"""Files within a DOCX file."""
MOST_UNPACKED_BYTES = 50_000_000
MOST_UNPACKED_RATIO = 200
"""Unpacked by packed size of a part: XML that people wrote packs to a tenth, a bomb to a thousandth."""
SMALL_PART_BYTES = 1_000_000
"""A part below this is harmless at any ratio."""

SECONDS = 60.0
"""For one file; 500 pages of PDF take about three."""
MEMORY_BYTES = 1_500_000_000
"""Of the converting process, its libraries included."""
