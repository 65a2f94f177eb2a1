package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import werkmeister.server.worker.Worker;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** A training job in a process of its own; the engine starts it, nobody else needs to. */
@Command(name = "worker", hidden = true)
final class WorkerCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FOLDER", descriptionKey = "worker.folder")
    Path folder = Path.of("");

    @Override
    public Integer call() {
        Worker.run(folder, System::nanoTime);
        return ExitCode.OK;
    }
}
