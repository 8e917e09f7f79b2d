"""Many photos: found, answered on all cores, and kept in tables that survive whatever stops the program."""
