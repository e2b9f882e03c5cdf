/**
 * The routes of the admin API: each handler turns a request into a call of
 * {@link dev.launcho.core.admin.AdminOperations}, and the result into JSON.
 *
 * <p>Workers of {@code cli.server.http}; a handler may block. Imports {@code cli.server.http}, {@code cli.server.auth},
 * {@code cli.server.quota}, {@code cli.server.metrics}, {@code cli.server.wire}, {@code cli.server.page}, {@code cli.server.feed}, {@code cli.server.sample}, {@code cli.protocol} and core. Imported by {@code cli.server}.
 */
@NullMarked
package dev.launcho.cli.server.route;

import org.jspecify.annotations.NullMarked;
