"""Training pairs -> adapter: pairs, LoRA training as a job of its own, adapters with their lineage."""
