"""Training a model: the window with its three steps (data, recipe, run), and the session behind it."""
