/**
 * Every use case of the server, free of transport: {@link dev.launcho.core.admin.AdminOperations} and the views that it
 * returns.
 *
 * <p>Any thread may call it; a call blocks until its answer is there. Imports {@code core.reconcile} and most packages below
 * it. Imported by most packages of the module {@code cli}, and by nothing in core.
 */
@NullMarked
package dev.launcho.core.admin;

import org.jspecify.annotations.NullMarked;
