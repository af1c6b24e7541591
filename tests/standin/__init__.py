"""A stand-in for Slack: its Web API, Socket Mode and Events API over real sockets on loopback."""

__all__: list[str] = []
