"""A batch of photos: asked for, watched, and looked through."""
