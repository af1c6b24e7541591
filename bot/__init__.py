"""Talking to people: settings, the command line, and Slack."""
