"""Elements that people press, choose or fill in, with Slack's limits on each.

https://docs.slack.dev/reference/block-kit/block-elements
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from tests.standin.kit.composition import (
    Confirm,
    Id,
    Kit,
    Option,
    OptionGroup,
    String75,
    String2000,
    String3000,
    Text75,
    Text150,
    Url,
    refuse,
)

Options = Annotated[list[Option], Field(min_length=1, max_length=100)]
FewOptions = Annotated[list[Option], Field(min_length=1, max_length=10)]
Length = Annotated[int, Field(ge=0, le=3000)]


class Image(Kit):
    """A picture from a URL."""

    type: Literal["image"]
    alt_text: String2000
    image_url: Url


class Action(Kit):
    """What every interactive element has."""

    action_id: Id | None = None


class Button(Action):
    """A button, which may open a URL."""

    type: Literal["button"]
    text: Text75
    url: Url | None = None
    value: Annotated[str, Field(max_length=2000)] | None = None
    style: Literal["primary", "danger"] | None = None
    confirm: Confirm | None = None
    accessibility_label: String75 | None = None


class StaticSelect(Action):
    """A menu of fixed options."""

    type: Literal["static_select", "multi_static_select"]
    placeholder: Text150 | None = None
    options: Options | None = None
    option_groups: Annotated[list[OptionGroup], Field(min_length=1, max_length=100)] | None = None
    initial_option: Option | None = None
    initial_options: Options | None = None
    max_selected_items: Annotated[int, Field(ge=1)] | None = None
    confirm: Confirm | None = None
    focus_on_load: bool = False

    @model_validator(mode="after")
    def _has_options(self) -> "StaticSelect":
        if (self.options is None) == (self.option_groups is None):
            raise refuse("must have either options or option_groups")
        return self


class PlacesSelect(Action):
    """A menu of people, channels or conversations."""

    type: Literal[
        "users_select",
        "channels_select",
        "conversations_select",
        "multi_users_select",
        "multi_channels_select",
        "multi_conversations_select",
    ]
    placeholder: Text150 | None = None
    confirm: Confirm | None = None
    focus_on_load: bool = False


class Overflow(Action):
    """A button with a short menu."""

    type: Literal["overflow"]
    options: Annotated[list[Option], Field(min_length=1, max_length=5)]
    confirm: Confirm | None = None


class Choices(Action):
    """Radio buttons or checkboxes."""

    type: Literal["radio_buttons", "checkboxes"]
    options: FewOptions
    initial_option: Option | None = None
    initial_options: FewOptions | None = None
    confirm: Confirm | None = None
    focus_on_load: bool = False


class PlainTextInput(Action):
    """A field for text."""

    type: Literal["plain_text_input"]
    initial_value: String3000 | None = None
    multiline: bool = False
    min_length: Length | None = None
    max_length: Annotated[int, Field(ge=1, le=3000)] | None = None
    placeholder: Text150 | None = None
    focus_on_load: bool = False


class Pressed(Kit):
    """One of the two buttons for feedback."""

    text: Text75
    value: String2000
    accessibility_label: String75 | None = None


class FeedbackButtons(Action):
    """A thumb up and a thumb down."""

    type: Literal["feedback_buttons"]
    positive_button: Pressed
    negative_button: Pressed


class IconButton(Action):
    """A button that shows an icon."""

    type: Literal["icon_button"]
    icon: Literal["trash"]
    text: Text75
    value: String2000 | None = None
    confirm: Confirm | None = None
    accessibility_label: String75 | None = None
    visible_to_user_ids: list[str] | None = None


Interactive = Button | StaticSelect | PlacesSelect | Overflow | Choices
