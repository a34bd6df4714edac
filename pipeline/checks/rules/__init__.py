"""The checks, one a file; SQL beside it where SQL can say it."""
