"""What people do in Slack, taken in: each module listens for one kind of thing and calls one function."""
