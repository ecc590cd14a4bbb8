"""What the quiz asks, decides and proves: values in, values out, no files, clocks or databases."""
