"""The script: the text form of a Transcript, which people edit."""
