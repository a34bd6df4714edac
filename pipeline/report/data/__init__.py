"""Where the footprints stand on the tile map."""
