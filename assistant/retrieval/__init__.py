"""A question to passages: cut, embed, index, search by meaning and by word, fuse, filter by access."""
