package dev.launcho.proxy.relay;

import dev.launcho.core.failure.FailureKind;

/** Lets everything happen. */
public class IdleOwner implements RelayOwner {
    @Override
    public void begin() {}

    @Override
    public void connected() {}

    @Override
    public void connectFailed(FailureKind cause) {}

    @Override
    public void clientLeft() {}

    @Override
    public void clientFinished() {}

    @Override
    public void early(byte[] bytes) {}

    @Override
    public void received(int bytes) {}

    @Override
    public void replied(int bytes) {}

    @Override
    public void backendFinished() {}

    @Override
    public void ended(End how) {}
}
