"""The small parts that blocks are composed of, with Slack's limits on each.

https://docs.slack.dev/reference/block-kit/composition-objects
"""

from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

WITH_HOST = {"http", "https"}
WITHOUT_HOST = {"mailto", "tel", "slack"}


class Kit(BaseModel):
    """A part of Block Kit: no property that Slack doesn't know, no null, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _refuse_null(cls, value: Any) -> Any:
        empty = [key for key, inner in value.items() if inner is None] if isinstance(value, dict) else []
        if empty:
            raise PydanticCustomError("null", "must not be null: {names}", {"names": ", ".join(empty)})
        return value


def refuse(message: str) -> PydanticCustomError:
    """Return an error in Slack's words."""
    return PydanticCustomError("refused", "{message}", {"message": message})


def _is_url(url: str) -> str:
    if any(character.isspace() or not character.isprintable() for character in url):
        raise refuse("must be a valid URL: it holds a space or a control character")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise refuse(f"must be a valid URL: {error}") from error
    if not (
        (parts.scheme in WITH_HOST and parts.netloc) or (parts.scheme in WITHOUT_HOST and len(parts.path) > 0)
    ):
        raise refuse("must be a valid URL: http, https, mailto, tel or slack")
    return url


class PlainText(Kit):
    """Text without markup."""

    type: Literal["plain_text"]
    text: Annotated[str, Field(min_length=1, max_length=3000)]
    emoji: bool = True


class Mrkdwn(Kit):
    """Text with Slack's markup."""

    type: Literal["mrkdwn"]
    text: Annotated[str, Field(min_length=1, max_length=3000)]
    verbatim: bool = False


def at_most(count: int) -> AfterValidator:
    """Return a check that a text object holds at most `count` characters."""

    def check(value: PlainText | Mrkdwn) -> PlainText | Mrkdwn:
        if len(value.text) > count:
            raise PydanticCustomError("string_too_long", "too long", {"max_length": count})
        return value

    return AfterValidator(check)


Text = Annotated[PlainText | Mrkdwn, Field(discriminator="type")]
FieldText = Annotated[Text, at_most(2000)]
Text2000 = Annotated[PlainText, at_most(2000)]
Text150 = Annotated[PlainText, at_most(150)]
Text100 = Annotated[PlainText, at_most(100)]
Text75 = Annotated[PlainText, at_most(75)]
Text30 = Annotated[PlainText, at_most(30)]
Text24 = Annotated[PlainText, at_most(24)]

String75 = Annotated[str, Field(min_length=1, max_length=75)]
String150 = Annotated[str, Field(min_length=1, max_length=150)]
String2000 = Annotated[str, Field(min_length=1, max_length=2000)]
String3000 = Annotated[str, Field(max_length=3000)]
Id = Annotated[str, Field(min_length=1, max_length=255)]
Url = Annotated[str, Field(min_length=1, max_length=3000), AfterValidator(_is_url)]


class Confirm(Kit):
    """A dialogue that asks whether the person means it."""

    title: Text100
    text: Annotated[Text, at_most(300)]
    confirm: Text30
    deny: Text30
    style: Literal["primary", "danger"] = "primary"


class Option(Kit):
    """One of several things to choose."""

    text: Annotated[Text, at_most(75)]
    value: String150
    description: Annotated[Text, at_most(75)] | None = None
    url: Url | None = None


class OptionGroup(Kit):
    """Options under a label."""

    label: Text75
    options: Annotated[list[Option], Field(min_length=1, max_length=100)]
