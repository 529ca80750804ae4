"""How the house is put together for serving: settings, what the environment says, addresses."""
