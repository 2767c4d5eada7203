"""Prompt -> text, behind one Protocol."""
