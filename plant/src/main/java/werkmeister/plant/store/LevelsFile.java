package werkmeister.plant.store;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;

import werkmeister.units.Sha256;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The levels of all signals of a sample file, in a file beside it. It is derived: where it is
 * missing or damaged, the samples themselves are read.
 *
 * <p>Little-endian: the mark, the length of the head, the head, its CRC-32C, then a block a signal.
 * The head: SHA-256 of the sample file, step, number of the first step, count of steps, count of
 * signals, then a signal each: length of the name, the name in UTF-8, offset, length and CRC-32C of
 * its block. A block is the least and then the greatest values, compressed with zstd.
 */
final class LevelsFile {
    static final String ENDING = ".levels";

    private static final byte[] MARK = "WKLEVEL1".getBytes(StandardCharsets.US_ASCII);
    private static final int ZSTD_LEVEL = 3;
    private static final int HEAD_MAX = 1 << 24;
    private static final int FIRST_READ = 1 << 14;

    private LevelsFile() {}

    /** Where the levels of a sample file lie. */
    static String path(String samplePath) {
        return samplePath + ENDING;
    }

    /** The file's bytes, for a table with at least one row. */
    static byte[] bytes(SampleTable table, Sha256 samples) {
        var blocks = new ArrayList<byte[]>();
        for (double[] column : table.columns()) {
            blocks.add(block(Levels.of(table.times(), column)));
        }
        long[] times = table.times();
        long step = Levels.step(times[0], times[times.length - 1]);
        long first = Math.floorDiv(times[0], step);
        int count = (int) (Math.floorDiv(times[times.length - 1], step) - first + 1);
        var names =
                table.signals().stream()
                        .map(name -> name.getBytes(StandardCharsets.UTF_8))
                        .toList();
        int headLength = 32 + 2 * Long.BYTES + 2 * Integer.BYTES;
        for (byte[] name : names) {
            headLength += 4 * Integer.BYTES + name.length;
        }
        int offset = MARK.length + Integer.BYTES + headLength + Integer.BYTES;
        int size = offset + blocks.stream().mapToInt(block -> block.length).sum();
        ByteBuffer out = littleEndian(size).put(MARK).putInt(headLength);
        out.put(HexFormat.of().parseHex(samples.value()));
        out.putLong(step).putLong(first).putInt(count).putInt(names.size());
        for (int i = 0; i < names.size(); i++) {
            out.putInt(names.get(i).length).put(names.get(i));
            out.putInt(offset).putInt(blocks.get(i).length).putInt(crc(blocks.get(i)));
            offset += blocks.get(i).length;
        }
        byte[] all = out.array();
        int headStart = MARK.length + Integer.BYTES;
        out.putInt(crc(Arrays.copyOfRange(all, headStart, headStart + headLength)));
        blocks.forEach(out::put);
        return all;
    }

    private static byte[] block(Levels levels) {
        ByteBuffer raw = littleEndian(2 * Double.BYTES * levels.min().length);
        for (double value : levels.min()) {
            raw.putDouble(value);
        }
        for (double value : levels.max()) {
            raw.putDouble(value);
        }
        return Zstd.compress(raw.array(), ZSTD_LEVEL);
    }

    /** A signal's levels; empty if they cannot be trusted or the file knows no such signal. */
    static Optional<Levels> read(Path file, Sha256 samples, String signal) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(channel, samples, signal);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Optional<Levels> read(FileChannel channel, Sha256 samples, String signal)
            throws IOException {
        ByteBuffer start = bytes(channel, 0, (int) Math.min(FIRST_READ, channel.size()));
        int headStart = MARK.length + Integer.BYTES;
        if (start.remaining() < headStart || !Arrays.equals(taken(start, MARK.length), MARK)) {
            return Optional.empty();
        }
        int headLength = start.getInt();
        if (headLength < 0
                || headLength > HEAD_MAX
                || headStart + headLength + Integer.BYTES > channel.size()) {
            return Optional.empty();
        }
        ByteBuffer whole = bytes(channel, headStart, headLength + Integer.BYTES);
        byte[] head = taken(whole, headLength);
        return whole.getInt() == crc(head)
                ? block(channel, littleEndian(head), samples, signal)
                : Optional.empty();
    }

    private static Optional<Levels> block(
            FileChannel channel, ByteBuffer head, Sha256 samples, String signal)
            throws IOException {
        if (!HexFormat.of().formatHex(taken(head, 32)).equals(samples.value())) {
            return Optional.empty();
        }
        long step = head.getLong();
        long first = head.getLong();
        int count = head.getInt();
        int signals = head.getInt();
        for (int i = 0; i < signals; i++) {
            String name = new String(taken(head, head.getInt()), StandardCharsets.UTF_8);
            int offset = head.getInt();
            int length = head.getInt();
            int crc = head.getInt();
            if (name.equals(signal)) {
                byte[] packed = taken(bytes(channel, offset, length), length);
                return crc(packed) == crc ? levels(packed, step, first, count) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<Levels> levels(byte[] packed, long step, long first, int count) {
        try {
            ByteBuffer raw = littleEndian(Zstd.decompress(packed, 2 * Double.BYTES * count));
            var min = new double[count];
            var max = new double[count];
            raw.asDoubleBuffer().get(min).get(max);
            return Optional.of(new Levels(step, first, min, max));
        } catch (ZstdException e) {
            return Optional.empty();
        }
    }

    /** Bytes of the file; fewer where it ends. */
    private static ByteBuffer bytes(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer buffer = littleEndian(length);
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
            // Until all is there or the file has ended.
        }
        return buffer.flip();
    }

    private static byte[] taken(ByteBuffer buffer, int length) {
        var bytes = new byte[Math.min(length, buffer.remaining())];
        buffer.get(bytes);
        return bytes;
    }

    private static int crc(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static ByteBuffer littleEndian(int size) {
        return littleEndian(new byte[size]);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
