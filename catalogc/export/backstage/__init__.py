"""The catalog as Backstage shows it: entities, and Templates whose forms write leaves."""
