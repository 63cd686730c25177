package pakit.http;

import com.google.protobuf.MessageLite;

/// A method of the service: one question, one answer.
sealed interface GrpcMethod {
    MessageLite answer(GrpcQuestion question);

    /// The answer behind its prefix, as it goes over the wire.
    default byte[] frame(GrpcQuestion question) {
        return GrpcAnswers.framed(answer(question));
    }

    /// Takes microseconds, and runs on the event loop.
    non-sealed interface Prompt extends GrpcMethod {}

    /// May wait, for disks or others, and runs on a thread of its own.
    non-sealed interface Patient extends GrpcMethod {}
}
