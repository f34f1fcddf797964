"""How things look: components, forms' layout, the frame of every page. No models."""
