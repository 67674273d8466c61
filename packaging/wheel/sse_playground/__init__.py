"""The program `sse-playground` as a Python package: `python -m sse_playground` runs it."""
