"""Pages asked for inside the process: a form, saving, handing in and a list, with few and with many rows."""
