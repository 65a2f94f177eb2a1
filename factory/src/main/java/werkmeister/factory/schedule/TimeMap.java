package werkmeister.factory.schedule;

import werkmeister.units.Refusal;

import java.util.Map;
import java.util.TreeMap;

/**
 * How much of one thing (GPUs, kilowatts) is free from when on. Whatever is to be kept free or is
 * known to end, running work, reservations, maintenance, is an entry of the same map, so that a
 * plan answers for all of it.
 */
public final class TimeMap {
    private final long capacity;

    /** From a time on so much is free; the last entry holds for ever. */
    private final TreeMap<Long, Long> free = new TreeMap<>();

    public TimeMap(long capacity) {
        if (capacity < 0) {
            throw Refusal.invalid("A site cannot hold less than nothing (%d).".formatted(capacity));
        }
        this.capacity = capacity;
        free.put(Long.MIN_VALUE, capacity);
    }

    /** Free at a time. */
    public long free(long time) {
        return free.floorEntry(time).getValue();
    }

    /**
     * The earliest start from which on so much is free for so long.
     *
     * @throws Refusal if there is not so much even when all is free
     */
    public long earliest(long amount, long duration, long from) {
        if (amount > capacity) {
            throw Refusal.invalid(
                    "%d are asked for, there are %d in all.".formatted(amount, capacity));
        }
        long start = from;
        Map.Entry<Long, Long> entry = free.floorEntry(from);
        while (true) {
            Map.Entry<Long, Long> next = free.higherEntry(entry.getKey());
            if (entry.getValue() >= amount) {
                if (next == null || next.getKey() - start >= duration) {
                    return start;
                }
            } else if (next == null) {
                throw new IllegalStateException("What is taken for ever is never free.");
            } else {
                start = next.getKey();
            }
            entry = next;
        }
    }

    /** Whether so much is free from a time on for so long. */
    public boolean fits(long amount, long duration, long from) {
        if (free(from) < amount) {
            return false;
        }
        for (long least : free.subMap(from, false, from + duration, false).values()) {
            if (least < amount) {
                return false;
            }
        }
        return true;
    }

    /** Takes so much from a time until before another. */
    public void take(long amount, long from, long to) {
        change(-amount, from, to);
    }

    /** Gives back what was taken. */
    public void give(long amount, long from, long to) {
        change(amount, from, to);
    }

    private void change(long by, long from, long to) {
        if (from >= to) {
            return;
        }
        free.put(from, free(from));
        free.put(to, free(to));
        free.subMap(from, true, to, false).replaceAll((_, value) -> value + by);
        tidy(to);
        tidy(from);
    }

    /** An entry that says what the one before it says is none. */
    private void tidy(long at) {
        Map.Entry<Long, Long> before = free.lowerEntry(at);
        if (before != null && before.getValue().equals(free.get(at))) {
            free.remove(at);
        }
    }

    /** What was before a time is of no use any more. */
    public void forget(long before) {
        long value = free(before);
        free.headMap(before, true).clear();
        free.put(Long.MIN_VALUE, value);
    }

    /** For tests and pictures. */
    int entries() {
        return free.size();
    }
}
