"""The converting process: what a file does to it costs that file alone, and what it made is kept."""

import json
import os
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest

from knowledge.conversion.cache import KEPT_DAYS, ConversionCache
from knowledge.conversion.converted import Converted, Unreadable
from knowledge.conversion.converter import Converter
from knowledge.guide_formats import Format
from tests.documents import column, docx, paragraph, pdf, pdf_of_stream

MARKDOWN = {
    Format.TEXT: (b"Words of it.", "Words of it.\n"),
    Format.HTML: (b"<h1>A</h1><p>Words.", "# A\n\nWords.\n"),
    Format.DOCX: (docx(paragraph("A", "H1") + paragraph("Words.")), "# A\n\nWords.\n"),
    Format.PDF: (pdf([column(["Words of it."])]), "## Page 1\n\nWords of it.\n"),
}


def test_one_process_converts_every_format() -> None:
    with Converter() as converter:
        texts = {form: converter.convert(form, data).text for form, (data, _) in MARKDOWN.items()}
    assert texts == {form: text for form, (_, text) in MARKDOWN.items()}


def test_what_a_file_says_of_itself_comes_back_as_it_was() -> None:
    data = pdf(
        [column(["Words of it."]), []], {"Title": "Größe", "ModDate": "D:20261102", "Keywords": "a, b"}
    )
    with Converter() as converter:
        read = converter.convert(Format.PDF, data)
    assert (read.title, str(read.updated), read.tags, read.pages, read.lang) == (
        "Größe", "2026-11-02", ("a", "b"), (0, len(read.text)), "en-GB",
    )  # fmt: skip


def test_a_file_that_takes_too_long_is_stopped_and_the_next_one_is_read() -> None:
    with Converter(seconds=0.001) as converter:
        with pytest.raises(
            Unreadable, match=r"takes more than 0\.001 seconds to read\. Split or simplify it\."
        ):
            converter.convert(Format.HTML, b"<p>x")
        converter.seconds = 60.0
        assert converter.convert(Format.HTML, b"<p>x").text == "x\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's memory")
def test_a_file_that_swells_in_memory_is_stopped_and_the_next_one_is_read() -> None:
    packer = zlib.compressobj(9)
    swollen = b"".join(packer.compress(b"q " * 500_000) for _ in range(300)) + packer.flush()
    with Converter(memory_bytes=300_000_000) as converter:
        with pytest.raises(Unreadable, match=r"takes too much memory"):
            converter.convert(Format.PDF, pdf_of_stream(swollen))
        assert converter.convert(Format.TEXT, b"Words of it.").text == "Words of it.\n"


def test_too_much_text_is_refused() -> None:
    with (
        Converter() as converter,
        pytest.raises(Unreadable, match=r"has 2,000,001 characters; a guide may have"),
    ):
        converter.convert(Format.TEXT, b"a" * 2_000_000)


def test_no_module_is_imported_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bs4.py").write_text("raise SystemExit('taken over')")
    monkeypatch.chdir(tmp_path)
    with Converter() as converter:
        assert converter.convert(Format.HTML, b"<p>x").text == "x\n"


def test_an_unchanged_file_is_converted_once(tmp_path: Path) -> None:
    cache, data = ConversionCache(tmp_path), MARKDOWN[Format.PDF][0]
    with Converter(cache) as converter:
        first = converter.convert(Format.PDF, data)
    with Converter(cache, seconds=0.001) as converter:  # too little to convert anything
        assert converter.convert(Format.PDF, data) == first
        with pytest.raises(Unreadable):
            converter.convert(Format.PDF, data + b"%%EOF")


def test_a_damaged_entry_is_converted_anew(tmp_path: Path) -> None:
    cache = ConversionCache(tmp_path)
    cache.save(Format.TEXT, b"x", Converted("Take it.\n"))
    (entry,) = tmp_path.iterdir()
    entry.write_text(entry.read_text().replace("Take", "Fake"))
    assert cache.load(Format.TEXT, b"x") is None
    entry.write_bytes(entry.read_bytes()[:20])
    assert cache.load(Format.TEXT, b"x") is None
    with Converter(cache) as converter:
        assert converter.convert(Format.TEXT, b"x").text == "x\n"
    assert json.loads(json.loads(entry.read_text())["converted"])["text"] == "x\n"


def test_what_is_long_unused_is_dropped(tmp_path: Path) -> None:
    cache = ConversionCache(tmp_path)
    for data in (b"old", b"new"):
        cache.save(Format.TEXT, data, Converted("Words."))
    (old,) = tmp_path.glob("*cba06b5736faf67e54b07b561eae94395e774c517a7d910a54369e1263ccfbd4*")
    long_ago = time.time() - (KEPT_DAYS + 1) * 86_400
    os.utime(old, (long_ago, long_ago))
    cache.prune()
    assert (cache.load(Format.TEXT, b"old"), cache.load(Format.TEXT, b"new")) == (None, Converted("Words."))


CONFINED = """
import socket, subprocess
from knowledge.conversion.worker import confine
confine(2_000_000_000)
for attempt in (
    lambda: socket.create_connection(("127.0.0.1", 9)),
    lambda: socket.getaddrinfo("localhost", 80),
    lambda: subprocess.run(["true"]),
    lambda: open("written", "w").write("x" * 100_000),
):
    try:
        attempt()
    except OSError as error:
        print(type(error).__name__)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows doesn't limit what a process writes")
def test_the_process_reaches_no_network_and_no_program_and_writes_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CONFINED], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["PermissionError", "PermissionError", "PermissionError", "OSError"]
    assert [file.stat().st_size for file in tmp_path.iterdir()] == [0]
