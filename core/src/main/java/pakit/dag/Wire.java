package pakit.dag;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import pakit.error.PakitException;

/// Protobuf by hand, byte for byte: what DAG-PB and UnixFS share. Generated classes would decide about field order and
/// presence themselves, and ids depend on both.
final class Wire {
    private Wire() {}

    interface Reader<T> {
        T read(CodedInputStream in) throws IOException;
    }

    interface Writer {
        void write(CodedOutputStream out) throws IOException;
    }

    /// Fills `target` exactly.
    static void write(byte[] target, Writer writer) {
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(target);
            writer.write(out);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException("an array has no room for its own length", e);
        }
    }

    /// Reads all of `bytes`, and turns every way in which they can be malformed into [PakitException.Corrupt].
    static <T> T read(String what, byte[] bytes, Reader<T> reader) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(bytes);
            T value = reader.read(in);
            in.checkLastTagWas(0);
            return value;
        } catch (PakitException.Corrupt e) {
            throw new PakitException.Corrupt("not a " + what + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new PakitException.Corrupt("not a " + what + " (" + bytes.length + " bytes): " + e.getMessage(), e);
        }
    }

    /// Reads an embedded message of known type. One level deep only, so that nesting cannot grow the stack.
    static <T> T readMessage(CodedInputStream in, Reader<T> reader) throws IOException {
        int length = in.readRawVarint32();
        if (length < 0) {
            throw new InvalidProtocolBufferException("an embedded message has a negative length");
        }
        int outer = in.pushLimit(length);
        T value = reader.read(in);
        in.popLimit(outer);
        return value;
    }

    static PakitException.Corrupt unexpected(String where, int tag) {
        return new PakitException.Corrupt("duplicate, unknown or unordered field " + (tag >>> 3) + " of wire type "
                + (tag & 7) + " in a " + where);
    }
}
