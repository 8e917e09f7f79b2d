"""What is fast, measured as ratios to what could stand in its place, in turns in one run."""
