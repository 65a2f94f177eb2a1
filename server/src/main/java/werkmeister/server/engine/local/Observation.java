package werkmeister.server.engine.local;

import werkmeister.factory.run.Run;
import werkmeister.units.CpuTime;

/** What the engine sees of a run. */
public sealed interface Observation {
    Run run();

    /**
     * Its process is alive.
     *
     * @param cpuTime used so far
     */
    record Running(Run run, CpuTime cpuTime) implements Observation {}

    /**
     * It published a result and its process has ended.
     *
     * @param manifest JSON of the worker's making
     */
    record Finished(Run run, String manifest, CpuTime cpuTime) implements Observation {}

    /**
     * Its process ended without a result.
     *
     * @param sentence for people
     */
    record Failed(Run run, String sentence, CpuTime cpuTime) implements Observation {}

    /**
     * It said why there will be no result, whoever tries again.
     *
     * @param sentence for people
     */
    record Refused(Run run, String sentence, CpuTime cpuTime) implements Observation {}

    /** Its process is gone and left nothing, as after a power cut; it will not come back. */
    record Lost(Run run, CpuTime cpuTime) implements Observation {}
}
