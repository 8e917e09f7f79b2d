"""The audit window: figures of a model by group, on labelled faces."""
