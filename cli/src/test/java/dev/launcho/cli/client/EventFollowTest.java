package dev.launcho.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.server.FakeServer;
import dev.launcho.core.event.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EventFollowTest {
    @TempDir
    Path directory;

    @Test
    @Timeout(60)
    void run_eventsThatTheServerNoLongerHas_areCounted() throws Exception {
        List<String> seen = new ArrayList<>();
        try (FakeServer server = FakeServer.start(directory)) {
            server.operations().addEvent(8, "web", "live");
            server.operations().addEvent(1_009, "web", "later");
            server.operations().addEvent(1_010, "web", "last");
            AdminClient client = new AdminClient(Login.find(server.home(), ""), "test", login -> {});

            try {
                new EventFollow(client, 7).run(sink(seen), () -> seen.add("broken"));
            } catch (IOException end) {
                seen.add(end.getMessage());
            }
        }

        assertThat(seen).containsExactly("live", "1000 missing", "later", "last", "read enough");
    }

    private static EventFollow.Sink sink(List<String> seen) {
        return new EventFollow.Sink() {
            @Override
            public void accept(Event event) throws IOException {
                seen.add(event.message());
                if (event.message().equals("last")) {
                    throw new IOException("read enough");
                }
            }

            @Override
            public void missing(long count) {
                seen.add(count + " missing");
            }
        };
    }
}
