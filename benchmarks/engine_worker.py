"""A process: the real worker, with one department more, the yardstick's own in the same process."""

if __name__ == "__main__":
    # Imported only here, as in worker.py.
    from benchmarks.trivial_department import CONNECTOR, TrivialDepartment
    from worker_process.process import main

    main(more_departments={CONNECTOR: TrivialDepartment()})
