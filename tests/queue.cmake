# Tests of queue.
