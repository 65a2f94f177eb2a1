package werkmeister.plant.store;

import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** A Parquet file as it grows in memory: it is hashed and written to disk in one piece. */
final class ParquetBytes extends ByteArrayOutputStream implements OutputFile {
    private static final int FIRST_SIZE = 1 << 16;

    ParquetBytes() {
        super(FIRST_SIZE);
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) {
        return new Stream();
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
        return new Stream();
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    private final class Stream extends PositionOutputStream {
        @Override
        public long getPos() {
            return ParquetBytes.this.size();
        }

        @Override
        public void write(int b) {
            ParquetBytes.this.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            ParquetBytes.this.write(bytes, from, length);
        }
    }
}
