"""Block Kit as Slack takes it: one model per block, element and text object, each with its limits."""

__all__: list[str] = []
