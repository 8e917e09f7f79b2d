"""The audit's window: for whom a model errs, on labelled faces of one's choice."""
