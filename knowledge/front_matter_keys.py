"""A front matter's text → its keys, and the line that each is in: YAML and TOML within limits."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import yaml

from knowledge.errors import GuideInvalid

Lines = dict[tuple[str, ...], int]
"""The line of each key, by its path from the top of the front matter."""

MOST_CHARACTERS = 50_000
"""Of a block: far above any that people write, and read in less than a second."""
DEEPEST = 50
"""Brackets within brackets: YAML's reader looks at all that are open for each that follows."""
MOST_DOTS = 20
"""In a TOML key: its reader's time grows with their square."""
_LINE_OF_TOML_ERROR = re.compile(r"at line (\d+)")
_DOTTED = re.compile(rf"^(?:[^=\n.#]*\.){{{MOST_DOTS}}}", re.MULTILINE)
_BRACKET = re.compile(r"[\[\]{}]")
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_OURS = "footnote"


def read_yaml(path: str, block: str, first_line: int = 2) -> tuple[dict[str, Any], Lines]:
    """Read every scalar as text: dates are checked where they are used, and no value can break the loader.

    Raises:
        GuideInvalid: it doesn't parse, is too long or too deep, or says twice what ours is.
    """
    name = "the front matter" if first_line == 2 else "the file"
    _check_length(path, name, block)
    _check_depth(path, name, block, first_line)
    if half := _HALF.search(block):
        line = block.count("\n", 0, half.start()) + first_line
        raise GuideInvalid(path, line, f"{name} escapes half a character.", "Write the character itself.")
    try:
        loader = yaml.BaseLoader(block)
        node = loader.get_single_node()
        keys = (loader.construct_document(node) or {}) if node else {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = min(mark.line, len(block.splitlines()) - 1) + first_line if mark else 1
        problem = f"{name} is not valid YAML: {error.problem or error.context}."
        raise GuideInvalid(
            path, line, problem, "Mend that line; put text that holds `: ` in quotes."
        ) from error
    except (OverflowError, ValueError) as error:  # an escape such as "\\UFFFFFFFF"
        raise GuideInvalid(path, 1, f"{name} names a character that there isn't.", "Mend it.") from error
    except yaml.reader.ReaderError as error:
        line = block.count("\n", 0, error.position) + first_line
        raise GuideInvalid(path, line, f"{name} holds a control character.", "Delete it.") from error
    except RecursionError as error:
        raise GuideInvalid(path, 1, f"{name} is nested too deeply.", "Flatten it.") from error
    if not isinstance(keys, dict):
        problem = f"{name} is not `key: value` lines."
        raise GuideInvalid(path, first_line, problem, "Write `title: …` there.")
    lines = list(_yaml_lines(node, (), first_line)) if node else []
    _refuse_twins(path, lines)
    return keys, dict(lines)


def _check_length(path: str, name: str, block: str) -> None:
    if len(block) > MOST_CHARACTERS:
        problem = f"{name} has {len(block):,} characters; it may have {MOST_CHARACTERS:,}."
        raise GuideInvalid(path, 1, problem, "Move what is text below it.")


def _check_depth(path: str, name: str, block: str, first_line: int) -> None:
    depth = 0
    for bracket in _BRACKET.finditer(block):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > DEEPEST:
            line = block.count("\n", 0, bracket.start()) + first_line
            raise GuideInvalid(path, line, f"{name} is nested too deeply.", "Flatten it.")


def _refuse_twins(path: str, lines: list[tuple[tuple[str, ...], int]]) -> None:
    """Refuse a key of ours that is there twice: the last one counts, and may undo who the guide is for."""
    seen: dict[tuple[str, ...], int] = {}
    for key, line in lines:
        if key[0] == _OURS and key in seen:
            problem = f"`{'.'.join(key)}` is there twice, in line {seen[key]}, too."
            raise GuideInvalid(path, line, problem, "Keep one of them.")
        seen[key] = line


def _yaml_lines(
    node: yaml.Node, at: tuple[str, ...], first_line: int
) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield each key's line, for the first three levels: where our own keys are."""
    if isinstance(node, yaml.MappingNode) and len(at) < 3:
        for key, value in node.value:
            name = (*at, str(key.value))
            yield name, key.start_mark.line + first_line
            yield from _yaml_lines(value, name, first_line)


def read_toml(path: str, block: str) -> tuple[dict[str, Any], Lines]:
    """Read a TOML block.

    Raises:
        GuideInvalid: it doesn't parse, or is too long or too deep.
    """
    _check_length(path, "the front matter", block)
    if dotted := _DOTTED.search(block):
        at = block.count("\n", 0, dotted.start()) + 2
        raise GuideInvalid(path, at, "the front matter has a key of too many parts.", "Flatten it.")
    try:
        keys = tomllib.loads(block.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is no TOML error
        line = _LINE_OF_TOML_ERROR.search(str(error))
        problem = f"the front matter is not valid TOML: {error}."
        raise GuideInvalid(path, int(line[1]) + 1 if line else 1, problem, "Mend that line.") from error
    starts: Lines = {}
    for number, line_text in enumerate(block.splitlines(), start=2):
        key = re.match(r"\s*\[?([\w-]+)\]?\s*=?", line_text)
        if key:
            starts.setdefault((key[1],), number)
            starts.setdefault(("footnote", key[1]), number)
    return keys, starts
