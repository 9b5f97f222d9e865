"""Plans: which exercises, sets, repetitions and rests a session has."""
