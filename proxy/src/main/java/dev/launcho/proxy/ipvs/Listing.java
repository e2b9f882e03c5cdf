package dev.launcho.proxy.ipvs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code ipvsadm -Ln} and {@code ipvsadm -Ln --stats --exact}: a line for each service, below it one for each of its
 * servers. Columns are told apart by white space only: long IPv6 addresses push them aside.
 */
final class Listing {
    private Listing() {}

    /**
     * @param server empty on the service's own line
     * @param columns what follows the address
     */
    record Row(ServiceKey service, Optional<Address> server, List<String> columns) {
        Row {
            columns = List.copyOf(columns);
        }

        /** 0 where there is no such number: an abbreviated or missing one is never guessed at. */
        long number(int column) {
            return column < columns.size() && columns.get(column).matches("[0-9]{1,18}")
                    ? Long.parseLong(columns.get(column))
                    : 0;
        }
    }

    static List<Row> parse(String listed) {
        List<Row> rows = new ArrayList<>();
        Optional<ServiceKey> service = Optional.empty();
        for (String line : listed.split("\n")) {
            List<String> words = Arrays.asList(line.strip().split("\\s+"));
            if (words.size() < 2) {
                continue;
            }
            List<String> columns = words.subList(2, words.size());
            if (words.get(0).equals("->")) {
                // The headings have no service before them.
                service.ifPresent(key -> rows.add(new Row(key, Optional.of(Address.of(words.get(1))), columns)));
            } else {
                service = ServiceKey.ofProtocol(words.get(0), words.get(1));
                service.ifPresent(key -> rows.add(new Row(key, Optional.empty(), columns)));
            }
        }
        return rows;
    }
}
