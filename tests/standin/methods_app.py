"""The methods about the app itself and people, and those of the agent view."""

from tests.standin import shapes
from tests.standin.method import Backend, Method, Methods, parsed
from tests.standin.wire import Json, SlackError, refused

MOST_PROMPTS = 4


def auth_test(backend: Backend, args: Json) -> Json:
    del args
    return {
        "url": f"https://{backend.workspace.domain}.slack.com/",
        "team": backend.workspace.domain,
        "user": backend.app.name,
        "team_id": backend.workspace.team_id,
        "user_id": backend.app.bot_user,
        "bot_id": backend.app.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(backend: Backend, args: Json) -> Json:
    del args
    return {
        "url": f"ws://{backend.host}/link/?ticket={backend.hub.issue_ticket()}&app_id={backend.app.app_id}"
    }


def user_info(backend: Backend, args: Json) -> Json:
    if args["user"] not in backend.workspace.people:
        raise SlackError("user_not_found")
    return {"user": shapes.person_json(backend.workspace.people[args["user"]])}


def group_members(backend: Backend, args: Json) -> Json:
    if args["usergroup"] not in backend.workspace.groups:
        raise SlackError("no_such_subteam")
    return {"users": sorted(backend.workspace.groups[args["usergroup"]])}


def set_status(backend: Backend, args: Json) -> Json:
    _thread(backend, args)
    if not isinstance(args.get("status"), str):
        raise refused("invalid_arguments", ["missing required field: status"])
    return {}


def set_title(backend: Backend, args: Json) -> Json:
    _thread(backend, args)
    return {}


def set_prompts(backend: Backend, args: Json) -> Json:
    backend.joined(args["channel_id"])
    prompts = parsed(args, "prompts", "invalid_arguments")
    if not isinstance(prompts, list) or not 0 < len(prompts) <= MOST_PROMPTS:
        raise refused(
            "invalid_arguments", [f"no more than {MOST_PROMPTS} items allowed [json-pointer:/prompts]"]
        )
    for number, prompt in enumerate(prompts):
        if not isinstance(prompt, dict) or not prompt.get("title") or not prompt.get("message"):
            raise refused(
                "invalid_arguments", [f"needs a title and a message [json-pointer:/prompts/{number}]"]
            )
    return {}


def _thread(backend: Backend, args: Json) -> None:
    channel = backend.joined(args["channel_id"])
    backend.workspace.message(channel.channel_id, args["thread_ts"], "thread_not_found")


IN_THREAD = ("channel_id", "thread_ts")
METHODS: Methods = {
    "auth.test": Method(auth_test),
    "apps.connections.open": Method(open_connection, ("connections:write",), token="app"),
    "users.info": Method(user_info, ("users:read",), ("user",)),
    "usergroups.users.list": Method(group_members, ("usergroups:read",), ("usergroup",)),
    "assistant.threads.setStatus": Method(set_status, ("chat:write", "assistant:write"), IN_THREAD),
    "assistant.threads.setTitle": Method(set_title, ("assistant:write",), (*IN_THREAD, "title")),
    "assistant.threads.setSuggestedPrompts": Method(
        set_prompts, ("assistant:write",), ("channel_id", "prompts")
    ),
}
