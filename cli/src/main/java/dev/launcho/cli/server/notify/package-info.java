/**
 * Messages to receivers outside (webhooks) when a trouble begins and when it is over. Signs come from typed events
 * ({@link dev.launcho.cli.server.notify.EventSigns}); {@link dev.launcho.cli.server.notify.TroubleBook} makes one message of
 * many signs; {@link dev.launcho.cli.server.notify.NotifyService} keeps what is open and undelivered in the home.
 *
 * <p>An event costs its thread one look and one offer to a bounded queue. The thread {@code notify} does the rest; each receiver
 * has a thread {@code notify-N}, which waits for it alone. Imports core, {@code cli.protocol} and the JDK's HTTP client. Imported
 * by {@code cli.server} and {@code cli.server.route}.
 */
@NullMarked
package dev.launcho.cli.server.notify;

import org.jspecify.annotations.NullMarked;
