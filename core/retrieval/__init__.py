"""Passages + question -> ranked passages."""
