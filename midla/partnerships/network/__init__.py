"""Who is linked to whom: the ties one reader sees, what the network looks like, its picture, its file."""
