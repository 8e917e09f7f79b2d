"""One photo: its picture, its faces, and what is said of them."""
