# Tests of html.
