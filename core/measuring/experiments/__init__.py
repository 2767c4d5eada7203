"""Experiments: each changes one thing on a copy of a workspace, measures what follows, and says it in one sentence."""
