"""Fuzzing: every parser and everything that is shown, on inputs made to break it. `python -m tests.fuzz`."""
