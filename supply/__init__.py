"""What Footnote is made of: looked up in advisories, and written down as a bill of materials."""
