"""What a person touches: the command line, the web camp, the published site. Alone joins practice, grader and lab."""
