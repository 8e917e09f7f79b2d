"""Networks that were not made in Facet: how they are fed, run and read, so that they can be audited."""
