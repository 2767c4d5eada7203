"""Answers of several arms to one question as a whole: numbered sources, agreement, differences, history, export."""
