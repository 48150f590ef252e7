"""The only place in core that imports streamlit."""
