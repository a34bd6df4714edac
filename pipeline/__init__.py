"""Reading, loading, checking and reporting: everything that touches files and the warehouse."""
