"""The validation report: what was read, what was found, and each finding with the words it rests on."""
