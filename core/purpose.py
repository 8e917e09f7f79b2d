"""What Facet is for and what its answers are not: on the first page, in --help and in every export."""

from __future__ import annotations

from typing import Final

TITLE: Final = "Before you start"

PARAGRAPHS: Final = (
    "Facet is for studying models that look at faces: to learn how they are made, to compare them, and to see where "
    "they go wrong and for whom.",
    "Its answers are what a model perceives, learned from labels that annotators gave by looking at pictures. "
    "Nobody's gender or ethnicity can be read from a photograph. Answers are wrong more often for some groups of "
    "people than for others; each comes with how sure the model is, and says so where it had better not answer.",
    "Do not use it to decide anything about a person. Sorting people by such traits from their pictures can be "
    "against the law: the EU's AI Act forbids biometric categorisation that deduces race (Art. 5(1)(g)) and counts "
    "other categorisation by sensitive traits as high-risk (Annex III 1(b)); data about ethnic origin are specially "
    "protected by the GDPR (Art. 9).",
    "Everything happens on this computer. No picture and no answer leaves it, and nothing is kept unless you save it. "
    "Facet knows no identities and matches no faces.",
)

CONFIRMATION: Final = "I understand that these are a model's perceptions, and will not use them to decide about people."

HEADER: Final = (
    "What a model perceives in a picture, not what a person is. For study; not to be used to decide about people. "
    "Made on this computer; nothing was sent anywhere."
)
"""The first line of what Facet exports, and the end of the command line's --help."""
