"""Knowledge that checks use."""
