"""Files -> Documents -> Passages: readers for each format, limits, splitting. Does not embed or search."""
