"""The models and networks there are to choose from, in the settings."""
