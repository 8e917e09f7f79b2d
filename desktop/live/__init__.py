"""Live pictures: the camera window, the video windows, and the model's answers for the newest frame."""
