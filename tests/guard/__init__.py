"""The guard, and how well it finds what people paste."""
