"""Many faces at once: the batch that fills a collection, and the grid and table of its faces."""
