"""Question -> Answer: every arm behind one Protocol, and the evidence of what it said."""
