"""What runs: the command line, the refresh sequence and its orchestration."""
