"""Questions that follow others: what they are about, and how they are made to stand alone."""
