"""The programme: what MIDLA does with the people and organisations it knows."""
