"""Pictures that move: the camera's window and a video's, and what the model perceives in the newest frame."""
