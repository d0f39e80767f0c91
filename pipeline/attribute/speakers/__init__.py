"""Who says a number: the persons of a text, its direct and indirect speech, and the speaker of each quantity."""

from pipeline.attribute.speakers.assign import SpeakerReading, read_speakers
from pipeline.attribute.speakers.script import script

__all__ = ["SpeakerReading", "read_speakers", "script"]
