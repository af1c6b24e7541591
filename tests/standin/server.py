"""StandInSlack: Slack on loopback, for the real slack_bolt and slack_sdk."""

from types import TracebackType

from aiohttp import web

from tests.standin.app import InstalledApp
from tests.standin.bad_days import BadDays
from tests.standin.counting import Counting
from tests.standin.deliveries import Outbox
from tests.standin.events_api import EventsApi
from tests.standin.faults import Faults
from tests.standin.interactions import Interactions
from tests.standin.loop_thread import LoopThread
from tests.standin.method import Backend
from tests.standin.people import People
from tests.standin.rate_limits import Limits
from tests.standin.redelivery import Redelivery, SlackCourier
from tests.standin.socket_mode import Connection, SocketHub
from tests.standin.troubles import Troubles
from tests.standin.watching import Watching
from tests.standin.web_api import WebApi
from tests.standin.workspace import Person, Workspace

MOST_BYTES = 10_000_000


class StandInSlack(People, Interactions, Watching, Counting, BadDays):
    """Slack for one workspace with one app, from `with` to its end.

    Set `app.scopes` and `app.subscriptions` as a manifest would. Events go over Socket Mode; after
    `deliver_to(url)` they go over HTTP. Without `faults`, `limits` and `redelivery` nothing goes wrong by
    itself, and nothing is sent again.
    """

    def __init__(
        self,
        *,
        faults: Faults | None = None,
        limits: Limits | None = None,
        redelivery: Redelivery | None = None,
    ) -> None:
        self.app = InstalledApp()
        self._loop = LoopThread()
        workspace = Workspace()
        workspace.add_person(Person(self.app.bot_user, self.app.name, is_bot=True))
        self.hub = SocketHub(workspace, self.app.app_id, self._loop)
        outbox = Outbox(workspace, self.app, self.hub)
        self.hub.outbox = outbox
        self.troubles = Troubles(faults or Faults.none(), limits)
        self.courier = SlackCourier(outbox, self._loop, self.troubles, redelivery)
        outbox.courier = self.courier
        self.backend = Backend(workspace, self.app, outbox, self.hub)
        self.web_api = WebApi(self.backend, self.troubles)

    @property
    def api_url(self) -> str:
        """The URL that stands for https://slack.com/api/."""
        return f"http://{self.backend.host}/api/"

    @property
    def bot_token(self) -> str:
        return self.app.bot_token

    @property
    def app_token(self) -> str:
        return self.app.app_token

    @property
    def signing_secret(self) -> str:
        return self.app.signing_secret

    @property
    def bot_user(self) -> str:
        return self.app.bot_user

    @property
    def mention(self) -> str:
        """The bot's mention, as it is in a message's text."""
        return f"<@{self.app.bot_user}>"

    def deliver_to(self, *urls: str, verify: bool = True) -> None:
        """Send events, commands and interactions to a request URL from now on, once it is verified.

        Of several each delivery goes to one, as behind a load balancer.

        Raises:
            UrlNotVerified: if the app doesn't answer Slack's challenge.
        """
        transport = EventsApi(urls, self.app, self._loop, self.backend.outbox)
        if verify:
            transport.verify()
        self.backend.outbox.transport = transport

    @property
    def request_urls(self) -> list[str]:
        """Where events go over HTTP."""
        transport = self.backend.outbox.transport
        return list(transport.urls) if isinstance(transport, EventsApi) else []

    @property
    def connections(self) -> list[Connection]:
        """The app's WebSockets that are open."""
        with self.backend.workspace.changed:
            return list(self.hub.connections)

    def wait_for_connections(self, count: int = 1, *, timeout_seconds: float = 10) -> None:
        """Wait until the app has that many WebSockets."""
        self.wait_until(
            lambda: len(self.connections) == count, f"{count} connections", timeout_seconds=timeout_seconds
        )

    def __enter__(self) -> "StandInSlack":
        self._loop.start()
        self.backend.host = self._loop.run(self._listen())
        self._loop.soon(self._befall_connections())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.run(self._runner.cleanup())
        self._loop.stop()

    async def _close_connections(self, server: web.Application) -> None:
        del server
        await self.hub.close()

    async def _listen(self) -> str:
        server = web.Application(client_max_size=MOST_BYTES)
        server.on_shutdown.append(self._close_connections)
        server.router.add_route("*", "/api/{method}", self.web_api.serve)
        server.router.add_post("/response/{identifier}", self.web_api.serve_response_url)
        server.router.add_get("/link/", self.hub.serve)
        self._runner = web.AppRunner(server, shutdown_timeout=1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        _, port = self._runner.addresses[0][:2]
        return f"127.0.0.1:{port}"
