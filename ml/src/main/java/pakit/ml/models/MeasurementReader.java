package pakit.ml.models;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import pakit.block.Block;
import pakit.codec.Codec;
import pakit.error.PakitException;
import pakit.ml.feature.CompressionFeatures;

/// Reads the text of a [MeasurementFile], line by line, and names the line that is wrong.
final class MeasurementReader {
    private final BufferedReader lines;
    private final String name;
    private int number;

    MeasurementReader(byte[] text, String name) {
        this.lines = new BufferedReader(new InputStreamReader(new ByteArrayInputStream(text), StandardCharsets.UTF_8));
        this.name = name;
    }

    Measurements measurements() {
        requireFormat(next());
        require(header("schema"), CompressionFeatures.schema().toString(), "measure again");
        require(header("codecs"), MeasurementFile.codecs(), "measure again");
        String source = header("source");
        String machine = header("machine");
        long hintNanos = number(header("hintNanos"));
        require(next(), MeasurementFile.columns(), "measure again");
        List<MeasuredBlock> blocks = new ArrayList<>();
        for (String line = next(); !line.isEmpty(); line = next()) {
            blocks.add(block(line.split(",", -1)));
        }
        return new Measurements(source, machine, hintNanos, blocks);
    }

    private void requireFormat(String line) {
        if (!line.startsWith(MeasurementFile.FIRST_LINE)) {
            throw corrupt("expected '" + MeasurementFile.FIRST_LINE + MeasurementFile.FORMAT + "', found '"
                    + shown(line) + "'");
        }
        require(
                line.substring(MeasurementFile.FIRST_LINE.length()),
                String.valueOf(MeasurementFile.FORMAT),
                "use another Pakit");
    }

    private String header(String key) {
        String line = next();
        String start = "#" + key + " ";
        if (!line.startsWith(start)) {
            throw corrupt("expected '" + start + "…', found '" + shown(line) + "'");
        }
        return line.substring(start.length());
    }

    private MeasuredBlock block(String[] cells) {
        int features = CompressionFeatures.schema().size();
        int codecs = Codec.MENU.size();
        if (cells.length != 2 + features + 2 * codecs) {
            throw corrupt("expected " + (2 + features + 2 * codecs) + " columns, found " + cells.length);
        }
        float[] row = new float[features];
        int[] storedBytes = new int[codecs];
        long[] packNanos = new long[codecs];
        for (int i = 0; i < features; i++) {
            row[i] = finite(cells[2 + i]);
        }
        for (int i = 0; i < codecs; i++) {
            storedBytes[i] = bytes(cells[2 + features + i], 0);
            packNanos[i] = number(cells[2 + features + codecs + i]);
        }
        return new MeasuredBlock(cells[0], bytes(cells[1], 1), row, storedBytes, packNanos);
    }

    private int bytes(String cell, int least) {
        long value = number(cell);
        if (value < least || value > Block.MAX_BYTES) {
            throw corrupt("expected " + least + " to " + Block.MAX_BYTES + " bytes, found " + value);
        }
        return (int) value;
    }

    private long number(String cell) {
        try {
            long value = Long.parseLong(cell);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw corrupt("expected a whole number, found '" + shown(cell) + "'");
        }
        throw corrupt("expected a number of at least 0, found " + cell);
    }

    private float finite(String cell) {
        try {
            float value = Float.parseFloat(cell);
            if (Float.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw corrupt("expected a number, found '" + shown(cell) + "'");
        }
        throw corrupt("expected a finite number, found " + cell);
    }

    private void require(String found, String expected, String remedy) {
        if (!found.equals(expected)) {
            throw corrupt("expected '" + expected + "', found '" + shown(found) + "'; " + remedy);
        }
    }

    private String next() {
        try {
            number++;
            String line = lines.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be read", e);
        }
    }

    private PakitException.Corrupt corrupt(String what) {
        return new PakitException.Corrupt("measurements in " + name + ", line " + number + ": " + what);
    }

    private static String shown(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
