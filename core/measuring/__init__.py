"""Arms x questions -> figures: scores, evaluation runs, reports."""
