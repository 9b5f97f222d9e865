"""The only importers of devices, engines and files; each library in one place."""
