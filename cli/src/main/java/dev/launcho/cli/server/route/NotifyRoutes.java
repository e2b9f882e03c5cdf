package dev.launcho.cli.server.route;

import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.ReceiverAnswer;
import dev.launcho.cli.protocol.RecordJson;
import dev.launcho.cli.server.http.AdminExchange;
import dev.launcho.cli.server.http.HttpError;
import dev.launcho.cli.server.notify.ReceiverOperations;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;

/** The handlers that list and test the receivers of messages. */
final class NotifyRoutes {
    private final ReceiverOperations receivers;

    NotifyRoutes(ReceiverOperations receivers) {
        this.receivers = receivers;
    }

    void list(AdminExchange exchange) throws IOException {
        exchange.json(Json.object("receivers", Json.array(receivers.list(), RecordJson::write)));
    }

    void test(AdminExchange exchange) throws HttpError, IOException {
        long number = exchange.query("receiver", 0);
        int known = receivers.list().size();
        if (number < 0 || number > known) {
            throw new HttpError(
                    404,
                    "not_found",
                    "there is no receiver " + number + ", server.notify in launcho-config.yaml has " + known);
        }
        try {
            List<ReceiverAnswer> answers = receivers.test((int) number);
            exchange.json(Json.object("answers", Json.array(answers, RecordJson::write)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server ends");
        }
    }
}
