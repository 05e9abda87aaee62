"""The CHECKs of migration 0002, by what they are about. Later rules come with their own migrations."""
