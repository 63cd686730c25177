package pakit.http;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// What a gRPC call asks.
///
/// @param path of the method
/// @param message its bytes, without the prefix
/// @param user whom the metadata `x-pakit-user` names, or null
@SuppressWarnings("ArrayRecordComponent") // gathered for this, and read once
record GrpcQuestion(String path, byte[] message, @Nullable String user) {
    /// @throws PakitException.Invalid if the message is of another kind
    <T> T as(Parser<T> kind) {
        try {
            return kind.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            throw new PakitException.Invalid("the message is not what " + path + " takes: " + e.getMessage(), e);
        }
    }
}
