package werkmeister.plant.ingest;

/** Reads the times of a column, in microseconds since 1970-01-01T00:00. */
sealed interface TimeReader permits CalendarTime, NumericTime {
    /** No time could be read. */
    long BAD = Long.MIN_VALUE;

    /** The cell's time, or {@link #BAD}. */
    long read(byte[] bytes, int from, int to);

    /** Whether the time last read is in UTC; else it is local to the zone of the file. */
    boolean universal();

    /** How people would write down this format. */
    String name();
}
