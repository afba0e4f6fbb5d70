"""Work-lines read from scans and photographs of the chart that they were drawn on."""
