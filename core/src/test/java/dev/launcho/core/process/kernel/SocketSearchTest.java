package dev.launcho.core.process.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SocketSearchTest {
    private static final long SELF = ProcessHandle.current().pid();

    @Test
    void held_socketsOfAProcess_areThoseThatAreAskedFor() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Set<String> inodes = ListeningSockets.now().at("127.0.0.1", socket.getLocalPort());
            Set<String> wanted = Set.of(inodes.iterator().next(), "1");

            assertThat(new SocketSearch(100_000).held(SELF, wanted)).isEqualTo(inodes);
            assertThat(new SocketSearch(100_000).held(Integer.MAX_VALUE, wanted))
                    .isEmpty();
        }
    }

    @Test
    void held_moreDescriptorsThanTheSearchMayLookAt_ends() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Set<String> inodes = ListeningSockets.now().at("127.0.0.1", socket.getLocalPort());
            SocketSearch search = new SocketSearch(3);

            assertThat(search.held(SELF, Set.of("1"))).isEmpty();
            assertThat(search.held(SELF, inodes))
                    .as("nothing is left of the search")
                    .isEmpty();
        }
    }
}
