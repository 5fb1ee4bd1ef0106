# Tests of pipeline.
