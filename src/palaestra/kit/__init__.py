"""The words of Palaestra as types, and what every room stands on.

Standard library and NumPy only; imports no room. Start with `catalogue`, which
finds rooms by manifest, then `exercise`, `experiment` and `checks`.
"""
