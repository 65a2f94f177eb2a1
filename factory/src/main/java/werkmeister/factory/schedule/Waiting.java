package werkmeister.factory.schedule;

import werkmeister.factory.job.Why;

/** A job that cannot start now, and why. */
public record Waiting(String job, Why why) {}
