"""`make bench`: Footnote beside a plain script, on the same machine, in the same run."""
