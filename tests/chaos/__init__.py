"""The bot under load while everything fails; each question must get exactly one reply."""

__all__: list[str] = []
