package werkmeister.plant.cell;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The text of a cell. */
public final class CellText {
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private CellText() {}

    /** Where UTF-8 is broken, the cell is read as Windows-1252 rather than lost. */
    public static String decode(byte[] bytes, int from, int to, Charset charset) {
        String text = new String(bytes, from, to - from, charset);
        if (charset.equals(StandardCharsets.UTF_8) && text.indexOf('\uFFFD') >= 0) {
            return new String(bytes, from, to - from, WINDOWS);
        }
        return text;
    }
}
