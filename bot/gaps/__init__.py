"""Where staff asked and the guides didn't answer: from counts, and from redacted questions if kept."""
