"""Programs that make the build products the package ships, from the labelled sets."""
