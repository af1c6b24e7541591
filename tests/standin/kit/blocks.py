"""The blocks of messages, modals and the home tab, with Slack's limits on each.

https://docs.slack.dev/reference/block-kit/blocks
Blocks that Footnote has no use for (video, table, file and the like) are unknown here, and so refused.
"""

from collections.abc import Iterable
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, Field, model_validator

from tests.standin.kit.composition import (
    FieldText,
    Id,
    Kit,
    Mrkdwn,
    PlainText,
    String2000,
    String3000,
    Text,
    Text24,
    Text150,
    Text2000,
    Url,
    refuse,
)
from tests.standin.kit.elements import (
    Choices,
    FeedbackButtons,
    IconButton,
    Image,
    Interactive,
    PlacesSelect,
    PlainTextInput,
    StaticSelect,
)
from tests.standin.kit.rich_text import RichText

Accessory = Annotated[Interactive | Image, Field(discriminator="type")]


def _refuse_repeats(ids: Iterable[str | None], name: str) -> None:
    given = [identifier for identifier in ids if identifier is not None]
    repeated = sorted({identifier for identifier in given if given.count(identifier) > 1})
    if repeated:
        raise refuse(f"{name} must be unique: {', '.join(repeated)}")


class Block(Kit):
    """What every block has."""

    block_id: Id | None = None


class Section(Block):
    """Text, or fields in two columns, with something beside it."""

    type: Literal["section"]
    text: Text | None = None
    fields: Annotated[list[FieldText], Field(min_length=1, max_length=10)] | None = None
    accessory: Accessory | None = None
    expand: bool = False

    @model_validator(mode="after")
    def _has_text(self) -> "Section":
        if self.text is None and self.fields is None:
            raise refuse("missing required field: text or fields")
        return self


class Header(Block):
    """A heading."""

    type: Literal["header"]
    text: Text150


class Divider(Block):
    """A line."""

    type: Literal["divider"]


class ImageBlock(Block):
    """A picture of its own."""

    type: Literal["image"]
    alt_text: String2000
    image_url: Url
    title: Text2000 | None = None


class Context(Block):
    """Small print."""

    type: Literal["context"]
    elements: Annotated[
        list[Annotated[PlainText | Mrkdwn | Image, Field(discriminator="type")]],
        Field(min_length=1, max_length=10),
    ]


class Actions(Block):
    """Buttons and menus in a row."""

    type: Literal["actions"]
    elements: Annotated[
        list[Annotated[Interactive, Field(discriminator="type")]], Field(min_length=1, max_length=25)
    ]

    @model_validator(mode="after")
    def _actions_differ(self) -> "Actions":
        _refuse_repeats((element.action_id for element in self.elements), "action_id")
        return self


class ContextActions(Block):
    """Feedback and icon buttons below a message."""

    type: Literal["context_actions"]
    elements: Annotated[
        list[Annotated[FeedbackButtons | IconButton, Field(discriminator="type")]],
        Field(min_length=1, max_length=5),
    ]

    @model_validator(mode="after")
    def _actions_differ(self) -> "ContextActions":
        _refuse_repeats((element.action_id for element in self.elements), "action_id")
        return self


class Input(Block):
    """A field to fill in."""

    type: Literal["input"]
    label: Text2000
    element: Annotated[PlainTextInput | StaticSelect | PlacesSelect | Choices, Field(discriminator="type")]
    hint: Text2000 | None = None
    optional: bool = False
    dispatch_action: bool = False


_B = TypeVar("_B", bound=Block)
AnyBlock = Section | Header | Divider | ImageBlock | Context | Actions | ContextActions | Input | RichText
OneBlock = Annotated[AnyBlock, Field(discriminator="type")]
OneViewBlock = Annotated[
    Section | Header | Divider | ImageBlock | Context | Actions | Input | RichText,
    Field(discriminator="type"),
]
"""Feedback and icon buttons are for messages alone."""


def _block_ids_differ(blocks: list[_B]) -> list[_B]:
    _refuse_repeats((block.block_id for block in blocks), "block_id")
    return blocks


MessageBlocks = Annotated[list[OneBlock], Field(max_length=50), AfterValidator(_block_ids_differ)]
ViewBlocks = Annotated[list[OneViewBlock], Field(max_length=100), AfterValidator(_block_ids_differ)]


class MessageKit(Kit):
    """The blocks of a message."""

    blocks: MessageBlocks


class View(Kit):
    """What a modal and a home tab share."""

    blocks: ViewBlocks
    private_metadata: String3000 = ""
    callback_id: Annotated[str, Field(max_length=255)] = ""
    external_id: Annotated[str, Field(max_length=255)] = ""


class Home(View):
    """The home tab."""

    type: Literal["home"]


class Modal(View):
    """A dialogue; one with a field to fill in needs a button to submit it."""

    type: Literal["modal"]
    title: Text24
    submit: Text24 | None = None
    close: Text24 | None = None
    clear_on_close: bool = False
    notify_on_close: bool = False
    submit_disabled: bool = False

    @model_validator(mode="after")
    def _can_be_submitted(self) -> "Modal":
        if self.submit is None and any(isinstance(block, Input) for block in self.blocks):
            raise refuse("missing required field: submit, as the view has an input block")
        return self


class ViewKit(Kit):
    """A view of either kind."""

    view: Annotated[Modal | Home, Field(discriminator="type")]
