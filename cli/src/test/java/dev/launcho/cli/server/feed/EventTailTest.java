package dev.launcho.cli.server.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.server.FakeOperations;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("attack")
class EventTailTest {
    @TempDir
    Path directory;

    private FakeOperations operations;
    private EventTail tail;

    @BeforeEach
    void start() {
        operations = new FakeOperations(directory);
        tail = new EventTail(operations);
    }

    private static String text(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8);
    }

    @Test
    void since_ofManyPages_makesEachFrameOnce() {
        operations.addEvent("web", "before");
        tail.skip();
        operations.addEvent("web", "after");
        byte[] looked = tail.look().get(0);

        List<byte[]> one = tail.since(0);
        List<byte[]> other = tail.since(0);

        assertThat(one).hasSize(2);
        assertThat(other.get(0)).isSameAs(one.get(0));
        assertThat(other.get(1)).isSameAs(one.get(1)).isSameAs(looked);
    }

    @Test
    void since_afterAValueBecameASecret_makesItsFrameAnew() {
        operations.addEvent("web", "password hunter2");
        operations.addEvent("web", "other");
        tail.skip();
        byte[] other = tail.since(0).get(1);
        operations.hide("hunter2");

        List<byte[]> now = tail.since(0);

        assertThat(text(now.get(0))).contains("password").doesNotContain("hunter2");
        assertThat(now.get(1)).isSameAs(other);
    }

    @Test
    void look_afterASkip_bringsOnlyWhatIsNew() {
        tail.skip();
        operations.addEvent("web", "first");
        assertThat(tail.look())
                .singleElement()
                .satisfies(frame -> assertThat(text(frame)).contains("first"));
        operations.addEvent("web", "second");
        tail.skip();

        assertThat(tail.look()).isEmpty();
        assertThat(tail.last()).isEqualTo(2);
    }
}
