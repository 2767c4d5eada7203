"""Compares ways of giving a language model knowledge. The rooms are listed in README.md in reading order."""
