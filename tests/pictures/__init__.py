"""Pictures of what people see in Slack: the bot's own blocks in Slack's look, kept in docs/pictures."""
