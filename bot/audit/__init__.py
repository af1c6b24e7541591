"""The audit: which answers were given, from which slices of which guides, in a chain that shows tampering."""
