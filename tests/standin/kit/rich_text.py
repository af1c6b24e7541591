"""Rich text blocks: sections, lists, code and quotes, made of inline elements.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
Slack refuses a text of no characters; an empty list of elements is refused here too, as it often is there.
"""

from typing import Annotated, Literal

from pydantic import Field

from tests.standin.kit.composition import Id, Kit, Url

Border = Annotated[int, Field(ge=0, le=1)]


class TextStyle(Kit):
    """How an inline text looks."""

    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    underline: bool = False


class MentionStyle(Kit):
    """How a mention looks."""

    bold: bool = False
    italic: bool = False
    strike: bool = False
    highlight: bool = False
    client_highlight: bool = False
    unlink: bool = False


class InlineText(Kit):
    """Literal text: nothing in it is markup."""

    type: Literal["text"]
    text: Annotated[str, Field(min_length=1)]
    style: TextStyle | None = None


class Link(Kit):
    """A link; an empty text is refused, none shows the URL."""

    type: Literal["link"]
    url: Url
    text: Annotated[str, Field(min_length=1)] | None = None
    unsafe: bool = False
    style: TextStyle | None = None


class Emoji(Kit):
    """An emoji by name."""

    type: Literal["emoji"]
    name: Annotated[str, Field(min_length=1)]
    unicode: str | None = None
    skin_tone: Annotated[int, Field(ge=1, le=6)] | None = None
    style: TextStyle | None = None


class UserMention(Kit):
    """A person, who is notified."""

    type: Literal["user"]
    user_id: Annotated[str, Field(pattern=r"^[UW][A-Z0-9]+$")]
    style: MentionStyle | None = None


class UserGroupMention(Kit):
    """A group of people, who are notified."""

    type: Literal["usergroup"]
    usergroup_id: Annotated[str, Field(pattern=r"^S[A-Z0-9]+$")]
    style: MentionStyle | None = None


class ChannelMention(Kit):
    """A channel."""

    type: Literal["channel"]
    channel_id: Annotated[str, Field(pattern=r"^[CGD][A-Z0-9]+$")]
    style: MentionStyle | None = None


class Broadcast(Kit):
    """Everybody, who are notified."""

    type: Literal["broadcast"]
    range: Literal["here", "channel", "everyone"]
    style: MentionStyle | None = None


class Date(Kit):
    """A moment, shown in the reader's time zone."""

    type: Literal["date"]
    timestamp: int
    format: Annotated[str, Field(min_length=1)]
    url: Url | None = None
    fallback: str | None = None


class Color(Kit):
    """A colour by its hexadecimal value."""

    type: Literal["color"]
    value: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


AnyInline = (
    InlineText | Link | Emoji | UserMention | UserGroupMention | ChannelMention | Broadcast | Date | Color
)
Inline = Annotated[AnyInline, Field(discriminator="type")]
Inlines = Annotated[list[Inline], Field(min_length=1)]


class Section(Kit):
    """A run of inline elements."""

    type: Literal["rich_text_section"]
    elements: Inlines


class Quote(Kit):
    """A quoted run of inline elements."""

    type: Literal["rich_text_quote"]
    elements: Inlines
    border: Border = 0


class Preformatted(Kit):
    """A code block: text and links alone."""

    type: Literal["rich_text_preformatted"]
    elements: Annotated[list[Annotated[InlineText | Link, Field(discriminator="type")]], Field(min_length=1)]
    border: Border = 0
    language: str | None = None


class ItemList(Kit):
    """List items, each a section; deeper items are a list of their own with an indent."""

    type: Literal["rich_text_list"]
    style: Literal["bullet", "ordered"]
    elements: Annotated[list[Section], Field(min_length=1)]
    indent: Annotated[int, Field(ge=0, le=8)] = 0
    offset: Annotated[int, Field(ge=0)] = 0
    border: Border = 0


AnyPart = Section | Quote | Preformatted | ItemList


class RichText(Kit):
    """A rich text block."""

    type: Literal["rich_text"]
    block_id: Id | None = None
    elements: Annotated[list[Annotated[AnyPart, Field(discriminator="type")]], Field(min_length=1)]
