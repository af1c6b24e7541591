"""Every surface, for guides and questions of any length and script."""
