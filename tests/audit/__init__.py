"""The audit: recorded, proven, and tampering shown."""
