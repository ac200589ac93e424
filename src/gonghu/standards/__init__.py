"""National standards in plain Python; knows nothing of children, files or databases."""
