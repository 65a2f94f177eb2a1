package werkmeister.server;

import werkmeister.server.worker.Worker;

import java.nio.file.Path;

/** The worker as the command line starts it, without a command line. */
final class WorkerProcess {
    private WorkerProcess() {}

    public static void main(String[] arguments) {
        Worker.run(Path.of(arguments[arguments.length - 1]), System::nanoTime);
    }
}
