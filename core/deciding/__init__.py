"""A case and what was measured -> a recommendation that can be checked: guidance as data, weights, reversal points."""
