"""The hidden world: people, phones, vehicles, trips and the calls they cause.

Everything follows from the seed. Files are written *about* this world (``sample_data.writing``);
the truth is read off it.
"""

from sample_data.world.model import World, build

__all__ = ["World", "build"]
