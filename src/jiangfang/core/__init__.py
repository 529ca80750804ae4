"""The rules: plain values in, values and Problems out. Knows no Django, no file, no clock."""
