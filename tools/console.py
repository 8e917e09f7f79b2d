"""What a training says while it runs, on the terminal."""

from __future__ import annotations

from core.training.events import EpochDone, Event


def print_epoch(event: Event) -> None:
    """Print a line for every epoch that is done."""
    if isinstance(event, EpochDone):
        row = event.row
        print(
            f"epoch {row['epoch']:2.0f}  loss {row['loss']:.4f}  validation: loss {row['validation_loss']:.4f}  "
            f"gender {row['validation_gender_accuracy']:.1%}  ethnicity {row['validation_ethnicity_accuracy']:.1%} "
            f"({row['validation_ethnicity_balanced_accuracy']:.1%} mean of classes)  {row['seconds']:.0f} s",
            flush=True,
        )
