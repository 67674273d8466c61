"""The program `sse-playground`, as a Python package carries it: `python -m sse_playground` runs it."""
