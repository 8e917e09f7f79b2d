"""The learning rate of each step: a function of where the step is, never of what came before."""

from __future__ import annotations

import math

from core.training.recipe import Recipe


def learning_rate(recipe: Recipe, epochs_done: float) -> float:
    """The rate after `epochs_done`, parts of one included.

    A cosine to 0 over the recipe's epochs (Loshchilov and Hutter 2017, SGDR, without restarts); or a tenth after half
    of them and a hundredth after three quarters (He et al. 2016).
    """
    warm = min(1.0, epochs_done / recipe.warmup_epochs) if recipe.warmup_epochs else 1.0
    if warm < 1.0:
        # Never 0, or the first step would do nothing.
        return recipe.learning_rate * max(warm, 0.01)
    done = (epochs_done - recipe.warmup_epochs) / max(recipe.epochs - recipe.warmup_epochs, 1e-9)
    if recipe.schedule == "cosine":
        return recipe.learning_rate * 0.5 * (1 + math.cos(math.pi * min(1.0, done)))
    if recipe.schedule == "step":
        return recipe.learning_rate * (1.0 if done < 0.5 else 0.1 if done < 0.75 else 0.01)
    return recipe.learning_rate
