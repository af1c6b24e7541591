"""The inbox: every question that Slack delivered is stored here before it is acknowledged."""
