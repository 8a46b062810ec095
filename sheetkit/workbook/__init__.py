"""Review -> .xlsx, one module a sheet."""
