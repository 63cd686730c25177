package pakit.ml.telemetry;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A structure in Thrift's compact protocol, as much of it as Parquet's metadata needs. Fields come in the order of
/// their numbers, at most fifteen apart.
final class CompactThrift {
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;
    private static final int SHORT_LIST = 15;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int last;

    CompactThrift number(int field, int value) {
        head(field, I32);
        signed(value);
        return this;
    }

    CompactThrift big(int field, long value) {
        head(field, I64);
        signed(value);
        return this;
    }

    CompactThrift text(int field, String text) {
        head(field, BINARY);
        text(text);
        return this;
    }

    CompactThrift struct(int field, CompactThrift value) {
        head(field, STRUCT);
        out.writeBytes(value.end());
        return this;
    }

    CompactThrift structs(int field, List<CompactThrift> values) {
        list(field, STRUCT, values.size());
        values.forEach(value -> out.writeBytes(value.end()));
        return this;
    }

    CompactThrift numbers(int field, List<Integer> values) {
        list(field, I32, values.size());
        values.forEach(this::signed);
        return this;
    }

    CompactThrift texts(int field, List<String> values) {
        list(field, BINARY, values.size());
        values.forEach(this::text);
        return this;
    }

    /// The whole structure; nothing can be added then.
    byte[] end() {
        out.write(0);
        return out.toByteArray();
    }

    private void head(int field, int type) {
        out.write(field - last << 4 | type);
        last = field;
    }

    private void list(int field, int type, int size) {
        head(field, LIST);
        if (size < SHORT_LIST) {
            out.write(size << 4 | type);
        } else {
            out.write(SHORT_LIST << 4 | type);
            unsigned(size);
        }
    }

    private void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        unsigned(utf8.length);
        out.writeBytes(utf8);
    }

    private void signed(long value) {
        unsigned(value << 1 ^ value >> 63);
    }

    private void unsigned(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
