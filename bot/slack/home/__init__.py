"""App Home: what the guides cover, and for maintainers how the index is doing."""
