"""What the verifier knows of language: sentences, words, numbers, dates, names, opposites. No model."""
