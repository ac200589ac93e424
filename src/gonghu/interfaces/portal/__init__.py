"""The portal (公众端): what a family sees of its own case, without signing in."""
