"""Who may see which guide, and where: what may not be shown to all in a channel is shown to nobody there."""
