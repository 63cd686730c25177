package pakit.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import pakit.error.PakitException;

/// The addresses that only this machine reaches.
public final class Loopback {
    private Loopback() {}

    /// @param host a name or an address
    /// @throws PakitException.Invalid if there is no such host
    public static boolean is(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new PakitException.Invalid("host '" + host + "' is not known: " + e.getMessage(), e);
        }
    }
}
