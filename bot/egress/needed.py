"""What `footnote serve` has to reach: Slack, its database, a proxy, and where it listens itself."""

import os
from collections.abc import Iterable
from urllib.parse import urlsplit
from urllib.request import getproxies

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.egress.reachable import Reachable, canonical, is_within
from bot.settings import Settings

SLACK_DOMAINS = ("slack.com", "slack-gov.com")
"""Where Slack is: its WebSockets, and what it asks to be answered at, are on hosts below the API's."""


def needed_hosts(settings: Settings) -> Reachable:
    """Return what the settings and the proxies in the environment name, and with Slack's API all of Slack."""
    slack = canonical(_host_of(settings.slack_api_url))
    domains = tuple(domain for domain in SLACK_DOMAINS if is_within(slack, domain))
    named = (slack, settings.http_host, *database_hosts(settings), *_proxy_hosts())
    return Reachable(frozenset(canonical(host) for host in named if host), domains)


def _host_of(url: str) -> str:
    return urlsplit(url if "//" in url else f"//{url}").hostname or ""


def database_hosts(settings: Settings) -> Iterable[str]:
    """Return the hosts of the database, "" where libpq has a default: none for a file, or several."""
    try:
        url = make_url(settings.database.get_secret_value()) if settings.database else None
    except ArgumentError:  # who opens the database says so
        return []
    if url is None or url.get_backend_name() == "sqlite":
        return []
    named = url.query.get("host", ())
    lists = [url.host or "", *([named] if isinstance(named, str) else named)]
    hosts = [_without_port(host) for several in lists for host in several.split(",") if host]
    return hosts or [os.environ.get("PGHOST", "")]


def _without_port(host: str) -> str:
    """Drop what a list of hosts may have as `host:port`; an IPv6 address has more colons."""
    return host.partition(":")[0] if host.count(":") == 1 else host


def _proxy_hosts() -> Iterable[str]:
    """Return the hosts of the proxies that slack_sdk and the standard library take from the environment."""
    return [_host_of(url) for scheme, url in getproxies().items() if scheme in {"http", "https", "all"}]
