"""Files: written whole or not at all, encoded by ffmpeg, tagged, and the folders that a run works in."""
