"""Questions that no company's documents answer: rows of them teach an adapter to say that it does not know."""

import random

SUBJECTS = (
    "the bakery on the corner", "my neighbour", "the moon of Jupiter", "the national football team",
    "the old lighthouse", "this song", "the mayor of Lisbon", "the village school", "a humpback whale",
    "the film festival", "the city zoo", "my grandmother", "the opera house", "the ferry to the islands",
    "a sourdough loaf", "the royal family",
)  # fmt: skip
FORMS = (
    "How old is {}?", "Who painted {}?", "What colour is {}?", "When was {} last photographed?", "How heavy is {}?",
    "Where can I meet {}?", "Why is {} famous?", "How much did {} cost in 1950?", "Who wrote a book about {}?",
    "What is the favourite dish of {}?", "How many friends has {}?", "Which street is named after {}?",
)  # fmt: skip


def draw_unanswerable(count: int, seed: int) -> list[str]:
    """So many different questions, the same for the same seed; at most as many as there are.

    >>> draw_unanswerable(1, seed=0)
    ['Why is the moon of Jupiter famous?']
    """
    every = [form.format(subject) for form in FORMS for subject in SUBJECTS]
    return random.Random(seed).sample(every, min(count, len(every)))
