package dev.launcho.proxy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * Runs a test of resets again if it fails while the kernel has lost packets: a reset is sent once, and what is not acknowledged
 * yet is not sent again behind it. A failure without a loss, or again and again, counts.
 */
public final class RepeatedAfterLoss implements InvocationInterceptor {
    private static final int MOST = 5;

    @Override
    public void interceptTestMethod(
            Invocation<Void> test, ReflectiveInvocationContext<Method> context, ExtensionContext unused)
            throws Throwable {
        run(test, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> test, ReflectiveInvocationContext<Method> context, ExtensionContext unused)
            throws Throwable {
        run(test, context);
    }

    private static void run(Invocation<Void> test, ReflectiveInvocationContext<Method> context) throws Throwable {
        KernelLosses before = KernelLosses.untilNow();
        Throwable failure = failure(test::proceed);
        for (int i = 0; failure != null && i < MOST; i++) {
            // Bytes overtake others often on a busy machine: they excuse one failure.
            String lost = KernelLosses.since(before, i == 0);
            if (lost.isEmpty()) {
                break;
            }
            System.out.println("REPEATED, as the kernel has lost packets, " + lost + ": " + context.getExecutable()
                    + " failed: " + failure);
            before = KernelLosses.untilNow();
            failure = failure(() -> {
                ((StartsAnew) context.getTarget().orElseThrow()).startAnew();
                invoke(context);
            });
        }
        if (failure != null) {
            throw failure;
        }
    }

    private interface Attempt {
        void make() throws Throwable;
    }

    private static Throwable failure(Attempt attempt) throws TestAbortedException {
        try {
            attempt.make();
            return null;
        } catch (TestAbortedException skipped) {
            throw skipped;
        } catch (Throwable failure) {
            return failure;
        }
    }

    private static void invoke(ReflectiveInvocationContext<Method> context) throws Throwable {
        Method method = context.getExecutable();
        method.setAccessible(true);
        try {
            method.invoke(
                    context.getTarget().orElseThrow(), context.getArguments().toArray());
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
