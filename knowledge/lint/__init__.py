"""What is wrong with a folder of guides, before anybody asks a question."""
