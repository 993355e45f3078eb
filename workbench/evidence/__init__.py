"""What leaves a case: traces, summaries, packs and their verification."""
