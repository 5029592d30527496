"""The contents of the invented exports, one module per reader: ``SAMPLES`` maps file names to contents.

Names ending in ``/`` parts are folders; a folder named ``…-together`` holds files that are given together; files
below ``wrong/`` are wrong choices, answered with a sentence. Lists are zips (or tars) of name and content.
"""
