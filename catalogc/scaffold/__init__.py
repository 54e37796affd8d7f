"""Files for people to go on with: a catalog repository, a first leaf, a promoted leaf."""
