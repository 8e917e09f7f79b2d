"""What those who build Facet run."""
