"""What the outbox is put through: workers killed, databases stopped, disks full, clocks wrong, answers doubled.

    python -m tests.faults --help               names the commands
    python -m tests.faults kill --rounds 100    runs one at full length and prints its figures

The quick forms are tests of the suite. The receiver, the database, the queue and the processes are real.
"""
