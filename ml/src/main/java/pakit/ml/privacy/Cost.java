package pakit.ml.privacy;

import java.math.BigDecimal;

/// What a release costs, in both currencies: a pure epsilon has a rho of half its square (Bun and Steinke,
/// *Concentrated differential privacy*, 2016, proposition 1.4); the other way there is none.
///
/// @param epsilon 0 if it is not pure
record Cost(BigDecimal epsilon, BigDecimal rho, boolean isPure) {}
