package werkmeister.factory.cluster;

import werkmeister.factory.placement.Shape;

import java.time.Instant;

/**
 * Room of a node that is kept for a job.
 *
 * @param ask of the job
 * @param from when it will start at the latest plan; others may have the room until then
 * @param spare what the node will have beyond that for others, as a shape; GPUs whole ones
 */
public record Hold(String job, Ask ask, Instant from, Shape spare) {
    boolean lets(Purpose purpose, Shape asked) {
        return purpose.job().equals(job)
                || !purpose.until().isAfter(from)
                || asked.cpuMilli() <= spare.cpuMilli()
                        && asked.memoryMib() <= spare.memoryMib()
                        && asked.gpus() <= spare.gpus();
    }

    /** After another has come for longer. */
    public Hold less(Shape taken) {
        return new Hold(
                job,
                ask,
                from,
                new Shape(
                        Math.max(0, spare.cpuMilli() - taken.cpuMilli()),
                        Math.max(0, spare.memoryMib() - taken.memoryMib()),
                        Math.max(0, spare.gpus() - taken.gpus()),
                        spare.gpus() > taken.gpus() ? Shape.WHOLE : 0,
                        0));
    }
}
