"""Questions as files of other programs: each module reads and writes one format. Pure."""
