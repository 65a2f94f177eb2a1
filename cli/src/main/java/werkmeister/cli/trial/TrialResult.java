package werkmeister.cli.trial;

import tools.jackson.databind.node.ObjectNode;

import werkmeister.cli.terminal.Shell;

import java.io.IOException;
import java.nio.file.Path;

/** What a trial found, in the forms in which it is handed out. */
public interface TrialResult {
    /** In the shape that scripts rely on: only ever added to. */
    ObjectNode json();

    /** For people. */
    void print(Shell shell);

    /** A line a prediction: {@code file,row,machine,time,prediction,low,high,class,signal}. */
    void write(Path predictions) throws IOException;
}
