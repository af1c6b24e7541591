"""Scene → one HTML page in Slack's look, the same each time: it loads nothing and runs nothing."""

from pathlib import Path
from typing import Any, NoReturn

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tests.pictures.mrkdwn import render_mrkdwn
from tests.pictures.scene import BOT, PEOPLE, Confirmation, Conversation, HomeView, ModalView, Scene

TEMPLATES = Path(__file__).with_name("templates")
_TEMPLATE_OF = {
    Conversation: "conversation.html",
    ModalView: "modal.html",
    Confirmation: "confirmation.html",
    HomeView: "home.html",
}


class CannotBeDrawn(Exception):
    """Something in blocks that the templates know nothing of."""


def render_scene(scene: Scene) -> str:
    """Return the page.

    Raises:
        CannotBeDrawn: the scene holds a type of block or element that no template has.
    """
    return _environment().get_template(_TEMPLATE_OF[type(scene)]).render(scene=scene, bot=PEOPLE[BOT])


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"mrkdwn": render_mrkdwn, "person": _name_of, "emoji": _emoji}
    made.globals |= {
        "unknown": _unknown,
        "style": Markup((TEMPLATES / "slack.css").read_text("utf-8")),  # noqa: S704 - our own file
    }
    return made


def _unknown(kind: str, thing: dict[str, Any]) -> NoReturn:
    raise CannotBeDrawn(
        f"no {kind} of type {thing['type']!r} can be drawn: add it to {TEMPLATES.name}/{kind}s.html"
    )


def _name_of(user: str) -> str:
    return PEOPLE[user].name if user in PEOPLE else user


def _emoji(element: dict[str, Any]) -> str:
    """Return an emoji element's characters, its name between colons where Slack alone knows them."""
    if "unicode" not in element:
        return f":{element['name']}:"
    return "".join(chr(int(code, 16)) for code in element["unicode"].split("-"))
