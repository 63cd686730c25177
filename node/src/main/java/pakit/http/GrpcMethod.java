package pakit.http;

import com.google.protobuf.MessageLite;

/// A method of the service: one question, one answer.
sealed interface GrpcMethod {
    MessageLite answer(GrpcQuestion question);

    /// Takes microseconds, and runs on the event loop.
    non-sealed interface Prompt extends GrpcMethod {}

    /// May wait, for disks or others, and runs on a thread of its own.
    non-sealed interface Patient extends GrpcMethod {}
}
