# Tests of enetviet.
