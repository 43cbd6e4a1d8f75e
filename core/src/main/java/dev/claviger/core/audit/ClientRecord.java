package dev.claviger.core.audit;

import dev.claviger.crypto.Digest;
import dev.claviger.model.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where calls of one principal came from, in clear: the one place that holds an address. Its
/// `CLIENT_SEEN` entry commits to it by salted hashes, so this record can be erased without
/// breaking the chain.
///
/// @param number the identity, from 1, unique in the database
/// @param principal null for callers without a credential
/// @param salt 32 random bytes in hex
public record ClientRecord(
    long number,
    @Nullable Id principal,
    String address,
    String agent,
    Digest salt,
    Instant seenAt) {}
