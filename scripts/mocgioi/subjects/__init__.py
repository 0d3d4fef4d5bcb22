"""What rules look at: a JSON file, a page, a corpus, a release, each read without ever raising for bad input."""
