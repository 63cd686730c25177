package pakit.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import javax.net.SocketFactory;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// How callers reach a port.
///
/// @param sockets those of TLS for `https`
/// @param protocol offered in the TLS handshake (ALPN), such as `h2`
/// @param answerMax how long a caller waits for a connection, and for an answer
public record Connector(URI address, SocketFactory sockets, String protocol, Duration answerMax) {
    /// A new connection.
    public Socket open() throws IOException {
        Socket opened = sockets.createSocket();
        try {
            if (opened instanceof SSLSocket encrypted) {
                prepare(encrypted);
            }
            opened.connect(new InetSocketAddress(address.getHost(), address.getPort()), millisMax());
            opened.setTcpNoDelay(true);
            opened.setSoTimeout(millisMax());
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    /// Sockets compare the name in a certificate with the address only if they are told to.
    private void prepare(SSLSocket encrypted) {
        SSLParameters parameters = encrypted.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {protocol});
        encrypted.setSSLParameters(parameters);
    }

    public int millisMax() {
        return Math.toIntExact(answerMax.toMillis());
    }
}
