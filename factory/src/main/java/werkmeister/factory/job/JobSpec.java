package werkmeister.factory.job;

import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.util.Optional;

/**
 * What is asked for.
 *
 * @param retries attempts after the first, if one fails
 * @param priority the higher goes first among the jobs of its tenant
 * @param array the array job that it is a part of, such as {@code array-7}; it is named when it is
 *     submitted
 * @param terms how it wants to run; empty: {@link Terms#PLAIN}
 */
public record JobSpec(
        TenantId tenant,
        String name,
        Resources resources,
        Payload payload,
        int retries,
        int priority,
        Optional<String> array,
        Optional<Terms> terms) {
    static final int NAME_MAX = 200;
    static final int RETRIES_MAX = 10;
    static final int PRIORITY_MAX = 1000;

    public JobSpec {
        Resources.check(resources);
        if (terms.flatMap(Terms::gpuMilli).isPresent() && resources.gpus().gpus() != 1) {
            throw Refusal.invalid(
                    "A share of a GPU can be asked of a single GPU, job %s asks for %d."
                            .formatted(name, resources.gpus().gpus()));
        }
        if (terms.filter(plan -> plan.gpuMilli().isPresent() && plan.parts() > 1).isPresent()) {
            throw Refusal.invalid(
                    "Job %s asks for a share of a GPU in %d parts: a share is for one part."
                            .formatted(name, terms.get().parts()));
        }
        if (name.isBlank() || name.length() > NAME_MAX) {
            throw Refusal.invalid(
                    "A job's name (%d characters) must have 1 to %d characters."
                            .formatted(name.length(), NAME_MAX));
        }
        if (retries < 0 || retries > RETRIES_MAX) {
            throw Refusal.invalid(
                    "The retries of job %s (%d) must be 0 to %d."
                            .formatted(name, retries, RETRIES_MAX));
        }
        if (Math.abs((long) priority) > PRIORITY_MAX) {
            throw Refusal.invalid(
                    "The priority of job %s (%d) must be -%d to %d."
                            .formatted(name, priority, PRIORITY_MAX, PRIORITY_MAX));
        }
    }

    /** One part, nothing wished for. */
    public JobSpec(
            TenantId tenant,
            String name,
            Resources resources,
            Payload payload,
            int retries,
            int priority,
            Optional<String> array) {
        this(tenant, name, resources, payload, retries, priority, array, Optional.empty());
    }

    /** The same as a part of an array. */
    public JobSpec in(String other) {
        return new JobSpec(
                tenant, name, resources, payload, retries, priority, Optional.of(other), terms);
    }

    /** How it wants to run. */
    public Terms plan() {
        return terms.orElse(Terms.PLAIN);
    }

    /** Thousandths of GPUs that so many parts hold. */
    public long gpuMilli(int parts) {
        Optional<Integer> share = terms.isEmpty() ? Optional.empty() : terms.get().gpuMilli();
        return parts * (share.isPresent() ? share.get() : resources.gpus().milli());
    }
}
