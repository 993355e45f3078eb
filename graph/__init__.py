"""The network of a case: who is tied to whom, by what, and what that does and does not show.

``build`` takes it from the case, ``measures`` and ``ranking`` say who matters, ``communities``,
``cohesion``, ``paths`` and ``roles`` how it hangs together, ``key_players`` and ``disruption`` what
removing people does, ``comparison`` what changed; ``coverage``, ``bias``, ``uncertainty`` and
``identities`` how far to trust that, ``patterns`` what is hidden in it, ``layout`` where to draw
it, ``evidence`` where its sources stand, ``handing_over`` in which form others get it.
"""
