"""Charts: finished numbers in; a picture, its sentence and its table out. The first picture loads matplotlib."""
