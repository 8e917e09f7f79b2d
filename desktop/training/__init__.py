"""Training a model of one's own: the window of three steps (data, recipe, run) and what stands behind it."""
