"""How much of what labelled documents state stands in the warehouse, and how much of what stands there is right."""
