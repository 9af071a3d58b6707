"""What a page shows, built once for the camp (`web`) and for what is published (`site`): text, charts, templates."""
