"""What is read out of papers: figures, periods and dates, each as printed and as a value."""
