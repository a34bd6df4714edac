"""Pure functions from a document's text to records with evidence. No files, no database, no clock."""
