package werkmeister.plant.cell;

/** Reads the times of a column, in microseconds since 1970-01-01T00:00. */
public sealed interface TimeReader permits CalendarTime, NumericTime {
    /** No time could be read. */
    long BAD = Long.MIN_VALUE;

    /** The cell's time, or {@link #BAD}. */
    public long read(byte[] bytes, int from, int to);

    /** Whether the time last read is in UTC; else it is local to the zone of the file. */
    public boolean universal();

    /** How people would write down this format. */
    public String name();
}
