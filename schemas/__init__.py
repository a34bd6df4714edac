"""What the project knows: models of every table and the gazetteer of footprints. Imports none of the other packages."""
