"""The terminal: a file a command family; heavy imports happen inside the commands."""
