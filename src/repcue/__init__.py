"""RepCue: a hands-free lifting coach that hears commands, paces repetitions and speaks cues, offline."""

__version__ = "0.1.0"
