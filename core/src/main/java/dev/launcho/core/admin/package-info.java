/**
 * Every use case of the server, free of transport: {@link dev.launcho.core.admin.AdminOperations} and the views that it
 * returns.
 *
 * <p>Any thread may call it. Imports every floor below.
 */
@NullMarked
package dev.launcho.core.admin;

import org.jspecify.annotations.NullMarked;
