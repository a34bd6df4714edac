"""The DuckDB file: how it is built, published without disturbing readers, and queried."""
