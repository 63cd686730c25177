package pakit.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.transport.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Closes connections that were accepted and on which no HTTP has begun in time. Vert.x tells of a connection that
/// speaks HTTP/2 only when its first frame is there; until then [Traffic] does not know it, and whoever opens
/// connections and says nothing would hold them for ever. So this looks where they are accepted: it is the transport of
/// the JDK, with an eye on the server's channel. Thread-safe.
final class UnseenConnections implements io.vertx.core.transport.Transport, Transport {
    private final Transport jdk = NIO.implementation();
    private final Map<Ends, Channel> unseen = new ConcurrentHashMap<>();
    private final Duration silenceMax;

    /// Both ends of an open connection, which no other one has.
    private record Ends(String from, int fromPort, String to, int toPort) {}

    UnseenConnections(Duration silenceMax) {
        this.silenceMax = silenceMax;
    }

    /// From now on others look after it.
    void seen(HttpConnection connection) {
        SocketAddress from = connection.remoteAddress(true);
        SocketAddress to = connection.localAddress(true);
        if (from != null && to != null) {
            unseen.remove(new Ends(from.hostAddress(), from.port(), to.hostAddress(), to.port()));
        }
    }

    private void accepted(Channel server, Channel connection) {
        boolean known = connection.remoteAddress() instanceof InetSocketAddress
                && connection.localAddress() instanceof InetSocketAddress;
        if (!known) {
            return; // closed again already
        }
        InetSocketAddress from = (InetSocketAddress) connection.remoteAddress();
        InetSocketAddress to = (InetSocketAddress) connection.localAddress();
        Ends ends = new Ends(
                from.getAddress().getHostAddress(),
                from.getPort(),
                to.getAddress().getHostAddress(),
                to.getPort());
        unseen.put(ends, connection);
        connection.closeFuture().addListener(closed -> unseen.remove(ends, connection));
        server.eventLoop().schedule(() -> giveUp(ends, connection), silenceMax.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void giveUp(Ends ends, Channel connection) {
        if (unseen.remove(ends, connection)) {
            connection.close();
        }
    }

    @ChannelHandler.Sharable
    private final class Watch extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext server, Object accepted) {
            if (accepted instanceof Channel connection) {
                accepted(server.channel(), connection);
            }
            server.fireChannelRead(accepted);
        }
    }

    @Override
    public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
        jdk.configure(options, domainSocket, bootstrap);
        bootstrap.handler(new Watch());
    }

    @Override
    public String name() {
        return NIO.name();
    }

    @Override
    public boolean available() {
        return NIO.available();
    }

    @Override
    public Throwable unavailabilityCause() {
        return NIO.unavailabilityCause();
    }

    @Override
    public Transport implementation() {
        return this;
    }

    @Override
    public boolean supportsDomainSockets() {
        return jdk.supportsDomainSockets();
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return jdk.ioHandlerFactory();
    }

    @Override
    public DatagramChannel datagramChannel() {
        return jdk.datagramChannel();
    }

    @Override
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return jdk.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return jdk.channelFactory(domainSocket);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return jdk.serverChannelFactory(domainSocket);
    }
}
