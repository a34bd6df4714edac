"""What can go wrong with a warehouse, in words for the person who runs it."""


class WarehouseError(Exception):
    """Nothing was published, the old warehouse stands: one line that says why and what to do."""


class NoWarehouseError(WarehouseError):
    """There is no warehouse where one was looked for, or the file there is none."""


class LockedError(WarehouseError):
    """Another refresh of the same warehouse is running."""


class DecisionError(ValueError):
    """A reviewer's decision cannot be read or applied: one line that names the file and the line in it."""
