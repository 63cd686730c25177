package pakit.preflight;

import java.util.function.Supplier;
import pakit.error.PakitException;

/// The port is protected as far as its address demands. The settings themselves know: with too little they refuse.
public final class Credentials implements Check {
    private final Supplier<String> settle;

    /// @param settle makes the port's settings ready and says in words who is let in
    public Credentials(Supplier<String> settle) {
        this.settle = settle;
    }

    @Override
    public String name() {
        return "credentials";
    }

    @Override
    public Finding look() {
        try {
            return Finding.pass(settle.get());
        } catch (PakitException.Invalid e) {
            return Finding.fail(
                    String.valueOf(e.getMessage()), "set serve.tokens or TLS with client certificates in pakit.conf");
        }
    }
}
