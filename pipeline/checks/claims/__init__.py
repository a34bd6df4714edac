"""Claims in words that figures, tables or other words of the documents contradict; each module looks for one kind."""
