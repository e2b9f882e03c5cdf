package dev.launcho.proxy.ipvs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A parser of {@code ipvsadm -Ln} and {@code ipvsadm -Ln --stats --exact}: one line for each service, followed by one line for
 * each of its servers. Only white space separates columns: long IPv6 addresses shift them.
 */
final class TableListing {
    private TableListing() {}

    /**
     * A line of the listing.
     *
     * @param server empty on the service's own line
     * @param columns the columns after the address
     */
    record Row(ServiceKey service, Optional<Address> server, List<String> columns) {
        Row {
            columns = List.copyOf(columns);
        }

        /** Returns the number in a column; 0 if it is missing or abbreviated, since it is never guessed. */
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
                // The headings come before the first service and are skipped.
                service.ifPresent(key -> rows.add(new Row(key, Optional.of(Address.of(words.get(1))), columns)));
            } else {
                service = ServiceKey.ofProtocol(words.get(0), words.get(1));
                service.ifPresent(key -> rows.add(new Row(key, Optional.empty(), columns)));
            }
        }
        return rows;
    }
}
