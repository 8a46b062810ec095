"""The file format of workbooks: the facts that reading and writing share."""
