"""Files of our own: settings, questions, golds, what is learned, the manifest and who is current."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from random import Random

import typer

from bot.eval_run import EvaluationRun
from bot.gold_questions import read_golds
from bot.questions import QuestionsInvalid, read_questions
from bot.settings import SETTINGS_FILE, SettingsInvalid, load_settings
from index.errors import IndexMissing
from index.manifest import MANIFEST, MANIFEST_SHA256, SCHEMA_VERSION, Manifest
from index.published import CURRENT, Published
from knowledge.conversion.cache import ConversionCache
from knowledge.conversion.converted import Converted
from knowledge.guide_formats import Format
from tests.fuzz.guide_targets import folder
from tests.fuzz.mutation import ODD_TEXTS, mixed, mutated, mutated_bytes, mutated_json
from tests.fuzz.promises import check_error
from tests.fuzz.target import Problem, Target, broken

LONGEST_ERROR = 2000
_SETTINGS = (
    'base_url = "https://h.example"\n', 'owner = "#people"\n', 'disclaimer = "Ask."\n', 'lang = "en"\n',
    "workers = 4\n", "workers = 0\n", 'model_languages = "en,de"\n', 'golden = "q.jsonl"\n',
    "answer_within_minutes = 30\n", "rerank_budget_seconds = nan\n", 'state = "/x"\n',
    'slack_bot_token = "x"\n', "[a.b]\n", "x = [", "]", '"', '"""', "=", ".", "#", "\n", " ", "1979-05-27",
    "9" * 30, "{", "}", "\\u0041", "0x", "inf",
)  # fmt: skip
_QUESTION = {
    "id": "q1", "question": "when?", "answerable": True, "kind": "k",
    "gold": [{"path": "a.md", "heading": "A"}], "evidence": "e",
}  # fmt: skip
_TEXTS = ("a", "when?", "q1", *ODD_TEXTS)
_MANIFEST = {
    "schema_version": SCHEMA_VERSION, "id": "g", "built_at": "2026-11-25T00:00:00Z", "model_name": "m",
    "model_sha256": "0", "dimension": 384, "corpus_sha256": "0", "recipe_sha256": "", "guides": 1,
    "sections": 1, "passages": 1, "statements": 1, "embedded": 1,
    "axes": {"found_on": "g", "changed_since": 0}, "self_retrieval": {"asked": 1, "found": 1},
    "files": {"a": "0"},
}  # fmt: skip
_PUBLISHED = {
    "id": "g1", "before": ["g0"],
    "rolled_back": {"id": "g2", "at": "2026-11-25T00:00:00Z", "corpus_sha256": "0"},
}  # fmt: skip
_RUN = {"version": 1, "at": datetime(2026, 11, 25, tzinfo=UTC).isoformat(), "generation": "g", "outcomes": []}
_CONVERTED = {"text": "x", "pages": [0]}


def _settings(random: Random) -> bytes:
    return mutated_bytes(random, mixed(random, _SETTINGS, 8).encode("utf-8", "surrogatepass"))


def _check_settings(data: bytes) -> Iterator[Problem]:
    (folder() / SETTINGS_FILE).write_bytes(data)
    try:
        settings = load_settings(folder())
    except SettingsInvalid as error:
        yield from check_error(error, LONGEST_ERROR)
        return
    if settings.slack_bot_token or settings.state == Path("/x") or "slack.com" not in settings.slack_api_url:
        yield broken("the guides' settings decided what is the operator's")


def _json_lines(random: Random) -> bytes:
    lines = [json.dumps(mutated_json(random, _QUESTION, _TEXTS)) for _ in range(random.randint(1, 4))]
    text = mutated(
        random, "\n".join(lines), ("\n", "{", "}", "[", "]", '"', ",", ":", "\\ud800", "null", "1e999", "NaN")
    )
    if random.random() < 0.3:
        return mutated_bytes(random, text.encode("utf-8", "surrogatepass"))
    return text.encode("utf-8", "replace")


def _check_json_lines(data: bytes) -> Iterator[Problem]:
    file = folder() / "questions.jsonl"
    file.write_bytes(data)
    for read in (read_questions, read_golds):
        try:
            read(file)
        except QuestionsInvalid as error:
            yield from check_error(error, LONGEST_ERROR)


def _ours(random: Random) -> tuple[str, bytes]:
    name, value = random.choice(
        ((MANIFEST, _MANIFEST), (CURRENT, _PUBLISHED), ("run.json", _RUN), ("cached", _CONVERTED))
    )
    data = json.dumps(mutated_json(random, value, _TEXTS)).encode()
    return name, mutated_bytes(random, data) if random.random() < 0.3 else data


def _check_ours(made: tuple[str, bytes]) -> Iterator[Problem]:
    """Load a file as its name says; where a hash guards it, the hash is right, so that it is read."""
    name, data = made
    try:
        _LOADED[name](data)
    except (IndexMissing, typer.BadParameter) as error:
        yield from check_error(error, LONGEST_ERROR)


def _load_manifest(data: bytes) -> None:
    (folder() / MANIFEST).write_bytes(data)
    (folder() / MANIFEST_SHA256).write_text(f"{sha256(data).hexdigest()}\n")
    Manifest.load(folder())


def _load_published(data: bytes) -> None:
    (folder() / CURRENT).write_bytes(data)
    Published.load(folder())


def _load_run(data: bytes) -> None:
    (folder() / "run.json").write_bytes(data)
    EvaluationRun.load(folder() / "run.json")


def _load_cached(data: bytes) -> None:
    cache = ConversionCache(folder() / "cache")
    cache.save(Format.TEXT, b"", Converted(""))
    (file,) = cache.folder.iterdir()
    text = data.decode("utf-8", "replace")
    file.write_text(json.dumps({"sha256": sha256(text.encode()).hexdigest(), "converted": text}))
    cache.load(Format.TEXT, b"")


_LOADED = {
    MANIFEST: _load_manifest,
    CURRENT: _load_published,
    "run.json": _load_run,
    "cached": _load_cached,
}
TARGETS = (
    Target("settings", 15, _settings, _check_settings, bytes, ("".join(_SETTINGS[:4]).encode(),)),
    Target("question files", 40, _json_lines, _check_json_lines, bytes, (json.dumps(_QUESTION).encode(),)),
    Target("our own files", 22, _ours, _check_ours),
)
