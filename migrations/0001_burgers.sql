-- Columns are named as the properties of the model, so that a row is a burger as it stands.
CREATE TABLE burgers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE,
  patty TEXT NOT NULL CHECK (patty IN ('beef', 'chicken', 'vegetarian', 'vegan')),
  price INTEGER NOT NULL CHECK (price > 0),
  cost INTEGER NOT NULL CHECK (cost >= 0),
  grillSeconds INTEGER NOT NULL CHECK (grillSeconds BETWEEN 1 AND 60)
) STRICT;

-- The menu to start with.
INSERT INTO burgers (name, patty, price, cost, grillSeconds) VALUES
  ('Classic', 'beef', 850, 310, 3),
  ('Smoky Chicken', 'chicken', 900, 290, 4),
  ('Halloumi', 'vegetarian', 950, 340, 2),
  ('Beetroot', 'vegan', 800, 210, 2);
