"""Models in use: bundles of data, run by LiteRT. Nothing here loads TensorFlow."""
