"""The presets: recipes to start from, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from core.model.bundle import InputSpec
from core.training.recipe import Augmentation, Recipe

PRESETS: Final[Mapping[str, Recipe]] = MappingProxyType(
    {
        "report": Recipe(
            architecture="report-cnn",
            # All of them, so that a later default does not change the preset.
            parameters={"blocks": 3, "width": 32, "dense": 256, "block_dropout": 0.25, "dropout": 0.5},
            input=InputSpec(size=48, channels=1),
            epochs=40,
            batch=64,
            optimizer="adam",
            learning_rate=0.001,
            # Nearly twice as fast on processors with bfloat16, at the same accuracy; see benchmarks/train.py.
            bf16=True,
        ),
        "better": Recipe(
            architecture="attention",
            parameters={"blocks": "1-2-2-2", "width": 32, "squeeze": 8, "heads": 4, "dropout": 0.3},
            input=InputSpec(size=64, channels=3),
            epochs=40,
            batch=64,
            optimizer="adamw",
            learning_rate=0.001,
            schedule="cosine",
            warmup_epochs=2,
            weight_decay=0.02,
            label_smoothing=0.05,
            augmentation=Augmentation(
                rotation_degrees=10, flip=True, scale=0.1, shift=0.05, light=0.3, contrast=0.3, blur=0.8, erasing=0.2
            ),
            early_stopping=12,
            averaging=0.999,
            bf16=True,
        ),
        "fine-tune": Recipe(
            architecture="face-resnet",
            parameters={"dropout": 0.3},
            input=InputSpec(size=150, channels=3),
            start="dlib",
            head_epochs=4,
            epochs=6,
            batch=64,
            optimizer="adamw",
            # A higher rate may destroy the pretrained features.
            learning_rate=0.0003,
            schedule="cosine",
            warmup_epochs=0.5,
            weight_decay=0.03,
            label_smoothing=0.05,
            augmentation=Augmentation(
                rotation_degrees=10,
                flip=True,
                scale=0.1,
                shift=0.03,
                light=0.3,
                contrast=0.3,
                side_light=0.4,
                colour=0.15,
                coarse=0.5,
                covering=0.15,
            ),
            mirrored=True,
            quantised=True,
            bf16=True,
        ),
        "head": Recipe(
            architecture="face-resnet",
            parameters={"dropout": 0.3},
            input=InputSpec(size=150, channels=3),
            start="dlib",
            trained="heads",
            framings="aligned",
            epochs=12,
            batch=64,
            optimizer="adamw",
            learning_rate=0.002,
            schedule="cosine",
            weight_decay=0.1,
            augmentation=Augmentation(flip=True),
            mirrored=True,
            quantised=True,
        ),
        "quick": Recipe(
            architecture="report-cnn",
            parameters={"blocks": 3, "width": 16, "dense": 128, "block_dropout": 0.1, "dropout": 0.3},
            input=InputSpec(size=32, channels=1),
            framings="aligned",
            epochs=6,
            batch=64,
            optimizer="adam",
            learning_rate=0.002,
            schedule="cosine",
            augmentation=Augmentation(flip=True),
            bf16=True,
        ),
    }
)
"""The report's; the best from random weights; from pretrained features, all layers or only the output layers; and a
first impression of the data."""
