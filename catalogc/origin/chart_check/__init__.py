"""What is wrong with a chart itself: values that nothing reads, crashes, unsafe text."""
