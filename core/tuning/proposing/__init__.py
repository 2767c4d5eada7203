"""Documents -> training pairs: found by structure and by rule, or written by a model and read back."""
