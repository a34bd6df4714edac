"""Second step of understanding: records, made by linking mentions through cues in one scope."""
