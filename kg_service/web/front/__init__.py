"""The HTTP server that stands in front of the application."""
