"""What a training says while it runs, on the terminal."""

from __future__ import annotations

from core.training.events import EpochDone, Event, answered_in


def print_epoch(event: Event) -> None:
    """Print a line for every epoch that is done."""
    if isinstance(event, EpochDone):
        row = event.row
        told = "  ".join(
            f"{name} {row[f'validation_{name}_accuracy']:.1%} "
            f"({row[f'validation_{name}_balanced_accuracy']:.1%} mean of classes)"
            for name in answered_in(row)
        )
        print(
            f"epoch {row['epoch']:2.0f}  loss {row['loss']:.4f}  validation: loss {row['validation_loss']:.4f}  "
            f"{told}  {row['seconds']:.0f} s",
            flush=True,
        )
