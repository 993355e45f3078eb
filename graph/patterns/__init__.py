"""What is hidden in the traffic: each pattern with its evidence, a score and its false alarms."""
