"""Files -> Documents -> Passages. Start at `reading`; `sandbox` for files of strangers, `folder` for a whole folder."""
