"""The file format of workbooks: what reading and writing share."""
