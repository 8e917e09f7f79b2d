"""The work page: open photos, the chosen one, its faces and their answers."""
