"""What is known of people: as little as goes, under names that only this installation can give."""
