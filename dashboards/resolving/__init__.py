"""What the page of identities tells: what waits for a word, two beside each other, one as a whole.

Everything is as the present user may see it.
"""
