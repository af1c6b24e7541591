"""No way out: which hosts the process may reach, and the guard that refuses all others."""
