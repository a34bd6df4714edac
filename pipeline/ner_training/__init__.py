"""Trains the model of `extractors.ner` on a corpus that this package writes. Start at `train.py`."""
