"""The only part that imports streamlit: frame and menu, state, source view, answer card."""
