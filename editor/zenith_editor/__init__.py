"""The editor of Zenith: lay out scenes, play them in place, lose nothing."""
