package werkmeister.factory.schedule;

/** A job that can start now, and where. */
public record Placement(String job, String node) {}
