"""The embedded default model: small, real, and honest about being small. Import `model` only where it is needed."""
