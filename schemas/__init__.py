"""What the project knows: models of every table, and the gazetteer of footprints. Imports nothing of the other packages."""
