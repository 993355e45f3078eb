"""Received files to normalised observations: intake, one package per kind of file, selectors."""
