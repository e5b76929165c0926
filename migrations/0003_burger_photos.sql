-- A table of its own: listing the menu reads no photos.
CREATE TABLE burgerPhotos (
  burgerId INTEGER PRIMARY KEY REFERENCES burgers (id) ON DELETE CASCADE,
  -- WebP.
  image BLOB NOT NULL
) STRICT;
