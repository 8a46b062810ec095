"""Read many logs at once: in processes, or on a Dask cluster."""
