package pakit.access;

import java.util.Locale;
import pakit.error.PakitException;

/// What a principal may do. Each role includes those before it.
public enum Role {
    /// Read everything, and ask models.
    READER,
    /// Everything.
    OPERATOR;

    /// Whether who has this role may do what asks for `wanted`.
    public boolean includes(Role wanted) {
        return compareTo(wanted) >= 0;
    }

    /// As in `reader`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws PakitException.Invalid naming what is allowed
    public static Role parse(String label) {
        for (Role role : values()) {
            if (role.label().equals(label)) {
                return role;
            }
        }
        throw new PakitException.Invalid("role must be reader or operator, found '" + label + "'");
    }
}
