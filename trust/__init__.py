"""What the assistant withstands, tried on the real thing: ``python -m trust`` breaks stores and looks what is left of them."""
