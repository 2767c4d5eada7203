"""Ids of MiniLM's first, closing and filling token. Apart from the configuration, which imports transformers."""

CLS, SEP, PAD = 101, 102, 0
