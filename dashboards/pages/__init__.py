"""The pages of the workbench, one module each: its layout, then its callbacks."""
