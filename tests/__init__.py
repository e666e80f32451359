"""One test module for a module; sessions, notes, vaults and errors as data beside them."""
