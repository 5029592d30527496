"""Measures: quantities computed from the voices table. One module per question, tables in and tables out."""
