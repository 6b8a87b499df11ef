"""What Voicenter's analysis would find in a recording: made from what happened in the call and a seed, nothing else."""
