"""Named entities: persons, bodies and roles."""

from extractors.ner.recogniser import Entity, Label, recognise, recognise_many

__all__ = ["Entity", "Label", "recognise", "recognise_many"]
