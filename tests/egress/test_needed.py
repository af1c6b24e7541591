"""Which hosts `footnote serve` may reach, from its settings and the environment's proxies."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.egress.needed import needed_hosts
from bot.egress.reachable import Reachable, canonical
from bot.settings import SECRETS, Settings, SettingsInvalid, load_settings

SLACK = "https://slack.com/api/"


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "PGHOST",
    ):
        monkeypatch.delenv(name, raising=False)


def needed(api: str = SLACK, database: str | None = None, listen: str = "127.0.0.1") -> Reachable:
    secret = SecretStr(database) if database else None
    return needed_hosts(Settings(slack_api_url=api, database=secret, http_host=listen))


@pytest.mark.parametrize("host", ["slack.com", "wss-primary.slack.com", "hooks.slack.com", "a.b.slack.com"])
def test_with_slack_s_api_all_of_slack_is_reached(host: str) -> None:
    assert needed().holds(host)
    assert not needed("https://slack.example/api/").holds(host)


@pytest.mark.parametrize(
    "host", ["evilslack.com", "slack.com.example", "com", "", "x\0.slack.com", "x .slack.com", "127.0.0.2"]
)
def test_nothing_that_only_looks_like_slack_is_reached(host: str) -> None:
    assert not needed().holds(canonical(host))


def test_another_api_is_one_host() -> None:
    reachable = needed("https://Slack.Example:8443/api/")
    assert reachable == Reachable(frozenset({"slack.example", "127.0.0.1"}))
    assert not reachable.holds("wss.slack.example")


def test_slack_s_own_domains_are_told_apart() -> None:
    gov = needed("https://slack-gov.com/api/")
    assert gov.holds("wss.slack-gov.com")
    assert not gov.holds("wss.slack.com")


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("sqlite:////var/lib/footnote/inbox.sqlite3", set()),
        ("postgresql+psycopg://me:pass@DB.example:5432/footnote", {"db.example"}),
        ("postgresql+psycopg:///footnote?host=a.example:5432,b.example", {"a.example", "b.example"}),
        ("postgresql+psycopg://me@/footnote?host=a.example&host=b.example", {"a.example", "b.example"}),
        ("postgresql+psycopg://[2001:db8::7]/footnote", {"2001:db8::7"}),
        ("postgresql+psycopg:///footnote", set()),
        ("no url", set()),
    ],
)
def test_the_database_s_hosts_are_reached(url: str, hosts: set[str]) -> None:
    assert needed(database=url).hosts - {"slack.com", "127.0.0.1"} == hosts


def test_libpq_s_own_variable_names_a_host_where_the_url_names_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "pg.example")
    assert needed(database="postgresql:///footnote").holds("pg.example")
    assert not needed(database="postgresql://db.example/footnote").holds("pg.example")
    assert not needed().holds("pg.example")


@pytest.mark.parametrize("url", ["http://me:pass@proxy.example:3128", "proxy.example:3128"])
def test_a_proxy_is_reached(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", url)
    monkeypatch.setenv("NO_PROXY", "other.example")
    assert needed().holds("proxy.example")
    assert not needed().holds("other.example")


@pytest.mark.parametrize(
    ("written", "spelling"),
    [
        ("Slack.COM.", "slack.com"),
        (b"slack.com", "slack.com"),
        ("::FFFF:192.0.2.1", "192.0.2.1"),
        ("0::1", "::1"),
    ],
)
def test_a_host_has_one_spelling(written: str | bytes, spelling: str) -> None:
    assert canonical(written) == spelling


@pytest.mark.parametrize("line", ['slack_api_url = "https://elsewhere.example/api/"', "egress_guard = false"])
def test_who_writes_guides_decides_neither_where_tokens_go_nor_what_is_reached(
    tmp_path: Path, line: str
) -> None:
    (tmp_path / "footnote.toml").write_text(line)
    with pytest.raises(
        SettingsInvalid, match="is the operator's to decide and is read from the environment only"
    ):
        load_settings(tmp_path)


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_a_secret_beside_the_guides_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "footnote.toml").write_text(f'{name.lower()} = "xoxb-1234-5678-9012"')
    with pytest.raises(
        SettingsInvalid, match=rf"`{name.lower()}` is a secret and is read from the env"
    ) as refused:
        load_settings(tmp_path)
    assert "xoxb" not in str(refused.value)
