package dev.launcho.core.process;

import dev.launcho.core.model.InstanceId;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The mark that every process of an instance has in its environment: {@code HOME.SECRET/INSTANCE}. The secret keeps
 * other users from making a mark that this server accepts, as long as they can't read one. A copied mark is recognised
 * by the user of the process that bears it.
 *
 * <p>Earlier servers gave {@code HOME/INSTANCE}, and then {@code HOME/SECRET/INSTANCE}. The dot keeps the first of them from
 * killing today's instances. That server takes all that follows {@code HOME/} for the name of an instance, and kills the
 * processes of instances that it does not know.
 */
final class InstanceMark {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 16;

    private InstanceMark() {}

    static String fresh(String homeId, InstanceId id) {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return homeId + "." + HexFormat.of().formatHex(secret) + "/" + id.name();
    }

    /** Returns the name of the instance, if it belongs to this home. */
    static Optional<String> instance(String mark, String homeId) {
        return mark.startsWith(homeId + ".") || mark.startsWith(homeId + "/")
                ? Optional.of(mark.substring(mark.lastIndexOf('/') + 1))
                : Optional.empty();
    }
}
