/// Keys, envelopes, tokens and password hashes: the only package that imports `javax.crypto`.
///
/// Start with [SecretCipher]. A key encrypts one message: master key ([KeyProvider]), root key
/// ([RootKey]), space key, one derived key per secret version. Algorithms are fixed by the suite
/// byte of an envelope, never configured. `docs/keys.md` shows how the keys hang together.
///
/// Arrays that hold keys or values are wiped as soon as they have been used. The JVM may have
/// copied them, so this makes them short-lived, not provably gone.
@NullMarked
package dev.claviger.crypto;

import org.jspecify.annotations.NullMarked;
