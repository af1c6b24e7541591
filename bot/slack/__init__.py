"""Slack: answers as Block Kit, what people write as questions, and the listeners between them."""
