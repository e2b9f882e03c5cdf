/**
 * Every use case of the server, free of transport: {@link dev.launcho.core.admin.Operations} and the views that it
 * returns.
 *
 * <p>May be called by any thread; imports every floor below.
 */
@NullMarked
package dev.launcho.core.admin;

import org.jspecify.annotations.NullMarked;
