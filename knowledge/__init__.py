"""What the guides say: guides and their parts, reading them, and answering from them."""
