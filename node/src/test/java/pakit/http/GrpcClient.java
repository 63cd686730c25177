package pakit.http;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import pakit.access.Token;

/// A channel to a port, and calls over it with Pakit's own messages, which know more calls than Camel's.
record GrpcClient(ManagedChannel channel, Metadata headers) implements AutoCloseable {
    static GrpcClient to(URI address) {
        ManagedChannel channel = ManagedChannelBuilder.forAddress(address.getHost(), address.getPort())
                .usePlaintext()
                .build();
        return new GrpcClient(channel, new Metadata());
    }

    /// The same channel, with one more header in every call.
    GrpcClient with(String name, String value) {
        Metadata more = new Metadata();
        more.merge(headers);
        more.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
        return new GrpcClient(channel, more);
    }

    GrpcClient with(Token token) {
        return with("authorization", "Bearer " + token.text());
    }

    /// For stubs.
    Channel stubs() {
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /// Asks and waits.
    ///
    /// @param nothing a message of the answer's kind
    <T extends Message> T call(String method, Message question, T nothing) {
        return ClientCalls.blockingUnaryCall(
                stubs(), described(method, question, nothing), CallOptions.DEFAULT, question);
    }

    @SuppressWarnings("unchecked") // a message's default instance is of its own kind
    static <T extends Message> MethodDescriptor<Message, T> described(String method, Message question, T nothing) {
        return MethodDescriptor.<Message, T>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(GrpcMethods.SERVICE.substring(1) + method)
                .setRequestMarshaller(ProtoUtils.marshaller((Message) question.getDefaultInstanceForType()))
                .setResponseMarshaller(ProtoUtils.marshaller((T) nothing.getDefaultInstanceForType()))
                .build();
    }

    /// What `call` fails with.
    static Status failure(Runnable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call::run).getStatus();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
