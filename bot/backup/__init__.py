"""`footnote backup` and `restore`: the state that can't be built anew, in one file."""
