"""Hold the tokeniser's weights and the code that makes them again from Universal Dependencies treebanks."""
