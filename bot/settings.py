"""Every setting, in one class: `footnote.toml` beside the guides, overridden by FOOTNOTE_* variables."""

import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_state_path
from pydantic import Field, HttpUrl, SecretStr, TypeAdapter, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.channel_settings import EVERYWHERE, ChannelId, ChannelSettings, UserId
from knowledge.errors import FootnoteError
from knowledge.languages import NAMES, language_code

STARTER_GUIDES = Path(__file__).resolve().parent.parent / "knowledge" / "guides"
SETTINGS_FILE = "footnote.toml"
GOLDEN_FILE = "questions.jsonl"
"""Golden questions, beside the guides, unless `golden` names another file."""
SECRETS = {
    *("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"),
    *("DATABASE", "REINDEX_TOKEN", "PRIVACY_KEY"),
}
ELSEWHERE = {
    **dict.fromkeys(SECRETS, "a secret"),
    **dict.fromkeys(("GUIDES", "STATE"), "a place on this machine"),
    **dict.fromkeys(("KEEP_UNANSWERED", "KEEP_UNANSWERED_DAYS"), "the operator's to decide"),
    **dict.fromkeys(("KEEP_FEEDBACK_DAYS", "KEEP_HANDOVERS_DAYS"), "the operator's to decide"),
    **dict.fromkeys(("AUDIT", "AUDIT_DAYS"), "the operator's to decide"),
    **dict.fromkeys(("SLACK_API_URL", "EGRESS_GUARD"), "the operator's to decide"),  # where tokens are sent
}
"""Why a setting may not stand in a file that is committed beside the guides."""
MOST_NAMED, LONGEST_NAME, LONGEST_FAULT = 5, 80, 250
"""Settings that an error names, and characters of each name and of its fault."""


class SettingsInvalid(FootnoteError):
    """A setting that can't be used; the message names it, its value's fault and where to mend it."""


class Settings(BaseSettings):
    """What an installation may set; secrets come from the environment alone."""

    model_config = SettingsConfigDict(
        env_prefix="FOOTNOTE_", extra="forbid", frozen=True, populate_by_name=True
    )

    guides: Path = STARTER_GUIDES
    state: Path = Field(default_factory=lambda: user_state_path("footnote", appauthor=False))
    model: Path | None = None
    """A sentence-transformers model folder; None takes the packaged all-MiniLM-L6-v2."""
    model_languages: Annotated[frozenset[str] | None, NoDecode] = None
    """The languages that the model knows, separated by commas, or "multilingual"; None: only the packaged
    model's, English, is known."""
    reranker: Path | None = None
    """A cross-encoder's folder; None keeps the retriever's order."""
    rerank_budget_seconds: float = Field(default=1.0, ge=0, allow_inf_nan=False)
    """How long the cross-encoder may take for one question."""

    golden: Path | None = None
    """The file of golden questions, from the folder of guides; None: `GOLDEN_FILE`, if it is there."""

    base_url: str | None = None
    owner: str | None = None
    disclaimer: str = "These are general pointers quoted from our guides, not legal advice."
    lang: str = "en"

    http_host: str = "127.0.0.1"
    http_port: int = Field(default=3000, ge=0, le=65535)
    slack_api_url: str = "https://slack.com/api/"
    egress_guard: bool = True
    """Whether `footnote serve` refuses every connection but those to Slack, its database and a proxy."""

    answer_within_minutes: float = Field(default=30.0, gt=0, allow_inf_nan=False)
    """How old a question may get, by an outage say, before it gets an apology instead of an answer."""
    workers: int = Field(default=4, ge=1, le=64)
    """Questions that are replied to at a time."""
    database: SecretStr | None = None
    """SQLAlchemy's URL of the inbox, which may hold a password; None takes an SQLite file below ``state``."""

    keep_unanswered: Literal["off", "redacted"] = "off"
    """Whether the words of questions that weren't answered are kept, redacted, for `footnote gaps`."""
    keep_unanswered_days: int = Field(default=30, ge=7, le=365)
    """How long at most; only their week is known, so up to six days less."""

    keep_feedback_days: int = Field(default=365, ge=7, le=3650)
    """How long what people said of answers is kept."""
    keep_handovers_days: int = Field(default=90, ge=1, le=3650)
    """How long a question for a person is kept that nobody resolved."""
    audit: Literal["off", "on"] = "off"
    """Whether it is recorded which slices of which guides each answer quoted."""
    audit_days: int = Field(default=365, ge=1, le=3650)
    """How long the records are kept."""

    channels: dict[ChannelId, ChannelSettings] = Field(default_factory=dict)
    """What holds in single channels."""
    follow_ups: bool = False
    """Whether further questions in a thread that the bot answered in need no mention."""
    answer_outsiders: bool = False
    """Whether guests, and channels of several organisations, are answered: from guides for everyone."""
    maintainers: Annotated[frozenset[UserId], NoDecode] = frozenset()
    """Who sees the state of the index in App Home and may act on it: user ids, separated by commas."""
    owners: dict[str, ChannelId] = Field(default_factory=dict)
    """The channels of the owners that guides name, such as `"#privacy" = "C0123"`."""
    help_channel: ChannelId | None = None
    """Where people are asked if a guide names no owner whose channel is known."""

    privacy_key: SecretStr | None = Field(default=None, min_length=32)
    """What user ids are hashed with; None takes a random key that is kept below ``state``."""

    reindex_token: SecretStr | None = Field(default=None, min_length=16)
    """What `POST /reindex` has to come with; None: there is no such path."""

    slack_bot_token: SecretStr | None = Field(default=None, validation_alias="SLACK_BOT_TOKEN")
    slack_app_token: SecretStr | None = Field(default=None, validation_alias="SLACK_APP_TOKEN")
    slack_signing_secret: SecretStr | None = Field(default=None, validation_alias="SLACK_SIGNING_SECRET")

    @field_validator("model_languages", mode="before")
    @classmethod
    def _split_languages(cls, value: object) -> object:
        """Read "en, de", as an environment variable or a file has it, and a file's list."""
        named = value.split(",") if isinstance(value, str) else value
        if not isinstance(named, (list, tuple, set, frozenset)):
            return named
        codes = {language_code(str(lang)) for lang in named}
        if unknown := codes - NAMES.keys() - {"multilingual"}:
            raise ValueError(
                f"not told apart: {', '.join(sorted(unknown))}. Name codes such as en, or multilingual"
            )
        return frozenset() if "multilingual" in codes else frozenset(codes)

    @field_validator("maintainers", mode="before")
    @classmethod
    def _split_ids(cls, value: object) -> object:
        """Read "U1, U2", as an environment variable has it, and a file's list."""
        return frozenset(filter(None, re.split(r"[,\s]+", value))) if isinstance(value, str) else value

    @field_validator("slack_api_url")
    @classmethod
    def _a_url(cls, value: str) -> str:
        TypeAdapter(HttpUrl).validate_python(value)
        return value

    def channel(self, channel_id: str) -> ChannelSettings:
        """Return what holds in a channel."""
        return self.channels.get(channel_id, EVERYWHERE)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments win over the environment, and the environment over `footnote.toml`."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(guides: Path | None = None) -> Settings:
    """Read the settings for a folder of guides (None: the configured one, else the starter guides).

    Raises:
        SettingsInvalid: naming each setting that can't be used, and where it may be mended.
    """
    folder = guides or Path(os.environ.get("FOOTNOTE_GUIDES") or STARTER_GUIDES)
    file = folder / SETTINGS_FILE

    class FolderSettings(Settings):
        model_config = SettingsConfigDict(toml_file=file)

    try:
        _refuse_secrets(file)
        return FolderSettings(guides=folder)
    except ValidationError as error:
        raise SettingsInvalid(_explain(error, file)) from error
    except OSError as error:
        raise SettingsInvalid(f"{file} can't be read: {error.strerror}. Mend the file's rights.") from error
    except (ValueError, RecursionError) as error:  # bad TOML or UTF-8, or a number of thousands of digits
        raise SettingsInvalid(
            f"{file}: not valid TOML ({_cut(str(error))}). Mend that line and try again."
        ) from error


def _refuse_secrets(file: Path) -> None:
    """Keep what isn't for those who write the guides out of the file that is committed beside them."""
    keys = tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
    for key in keys:
        if reason := ELSEWHERE.get(key.upper()):
            raise SettingsInvalid(
                f"{file}: `{key}` is {reason} and is read from the environment only. Delete the line here."
            )


def _explain(error: ValidationError, file: Path) -> str:
    found = error.errors(include_input=False)
    lines = [f"{_named(each['loc'])}: {_cut(each['msg'])}" for each in found[:MOST_NAMED]]
    more = f"; and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    return f"Settings that can't be used, in {file} or FOOTNOTE_* variables: {'; '.join(lines)}{more}."


def _named(place: tuple[int | str, ...]) -> str:
    return _cut(".".join(map(str, place)), LONGEST_NAME)


def _cut(words: str, most: int = LONGEST_FAULT) -> str:
    return words if len(words) <= most else f"{words[:most]}…"
