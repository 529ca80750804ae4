"""The verbs of a year, announce to assess, one room each; they come after the records, beginning with announce."""
