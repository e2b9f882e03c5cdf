package dev.launcho.proxy;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A listening socket whose backlog is full: the kernel drops every further attempt to connect to it. */
final class MuteBackend implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> filling = new ArrayList<>();

    private final String id;

    MuteBackend() throws IOException {
        this("mute");
    }

    MuteBackend(String id) throws IOException {
        this.id = id;
        for (int i = 0; i < 2; i++) {
            Socket socket = new Socket();
            filling.add(socket);
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()),
                    TestClient.PATIENCE_MILLIS);
        }
        KernelSockets.awaitBacklog(server.getLocalPort(), 2);
    }

    Routes.Backend active() {
        return new Routes.Backend(
                new InstanceId(id), new HostPort("127.0.0.1", server.getLocalPort()), Routes.Rotation.ACTIVE);
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : filling) {
            socket.close();
        }
        server.close();
    }
}
