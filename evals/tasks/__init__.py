"""The tasks: each module gives scores for one suite and is a page long."""
