"""Process 1: the Temporal worker, the relay, and the loops that watch (`worker_process/`)."""

if __name__ == "__main__":
    # Imported only here: the process that draws papers begins by reading this file once more, and needs
    # none of it. What is imported stays until the end, and is never looked through for garbage.
    import gc

    gc.disable()
    from worker_process.process import main

    gc.freeze()
    gc.enable()
    main()
