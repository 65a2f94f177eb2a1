package werkmeister.simulator.press;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;

/** Rows as lines of a German CSV file, written digit by digit: there are millions of them. */
final class GermanRows implements RowSink {
    private static final Quantity[] QUANTITIES = Quantity.values();
    private static final int[] TENS = {1, 10, 100};

    private final OutputStream out;
    private final LocalClock clock = new LocalClock(PressLine.ZONE);
    private final byte[] line = new byte[512];
    private int length;
    private long day = Long.MIN_VALUE;
    private LocalDate date = LocalDate.EPOCH;
    private long rows;

    GermanRows(OutputStream out) {
        this.out = out;
    }

    long rows() {
        return rows;
    }

    @Override
    public void row(long time, double[] values) {
        length = 0;
        timestamp(clock.localSecond(Math.floorDiv(time, 1_000_000L)));
        for (int i = 0; i < values.length; i++) {
            put(';');
            if (!Double.isNaN(values[i])) {
                number(values[i], QUANTITIES[i].decimals());
            }
        }
        put('\r');
        put('\n');
        rows++;
        try {
            out.write(line, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void timestamp(long localSecond) {
        long now = Math.floorDiv(localSecond, 86_400L);
        if (now != day) {
            day = now;
            date = LocalDate.ofEpochDay(now);
        }
        int second = (int) Math.floorMod(localSecond, 86_400L);
        digits(date.getDayOfMonth(), 2);
        put('.');
        digits(date.getMonthValue(), 2);
        put('.');
        digits(date.getYear(), 4);
        put(' ');
        digits(second / 3_600, 2);
        put(':');
        digits(second / 60 % 60, 2);
        put(':');
        digits(second % 60, 2);
    }

    /** Values are never negative. */
    private void number(double value, int decimals) {
        long scaled = Math.round(value * TENS[decimals]);
        long whole = scaled / TENS[decimals];
        digits(whole, Math.max(1, digitsOf(whole)));
        put(',');
        digits(scaled % TENS[decimals], decimals);
    }

    private static int digitsOf(long whole) {
        int digits = 0;
        for (long rest = whole; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private void digits(long value, int count) {
        long rest = value;
        for (int i = count - 1; i >= 0; i--) {
            line[length + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }

    private void put(char c) {
        line[length++] = (byte) c;
    }
}
