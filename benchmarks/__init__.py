"""What Floodwatch costs: CPU seconds and peak memory, against coordination-network-toolkit and by size."""
