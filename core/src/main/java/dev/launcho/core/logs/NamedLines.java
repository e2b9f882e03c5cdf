package dev.launcho.core.logs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** Writes lines of several logs, each after a head that names its log. One thread. */
public final class NamedLines {
    private final Set<String> inLine = new HashSet<>();
    private String last = "";

    /** @param head the text that each line of this part begins with */
    public void write(LogPart part, String head, OutputStream out) throws IOException {
        byte[] bytes = part.bytes();
        if (bytes.length == 0) {
            return;
        }
        String instance = part.instance();
        if (!last.equals(instance) && inLine.remove(last)) {
            // If its line continues later, it does so after its name again.
            out.write('\n');
        }
        byte[] begin = head.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < bytes.length; ) {
            int to = LineSelector.end(bytes, from);
            if (!inLine.contains(instance)) {
                out.write(begin);
            }
            out.write(bytes, from, to - from);
            if (bytes[to - 1] == '\n') {
                inLine.remove(instance);
            } else {
                inLine.add(instance);
            }
            from = to;
        }
        last = instance;
    }
}
