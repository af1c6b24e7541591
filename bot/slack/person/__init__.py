"""Asking a person where the guides don't satisfy: sent, relayed, resolved, and learned from."""
