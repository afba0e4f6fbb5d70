"""Files of other programs, read into the tables of the contract and written from them.

Everything is read in memory and nothing is unpacked. What a file says of the people
who coded it (names, home folders, times) is neither returned nor shown.
"""
