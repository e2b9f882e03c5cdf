/**
 * What the kernel shows in files: processes, sockets, mounts and the files of cgroups.
 *
 * <p>Any thread; each call reads anew. Imports {@code core.failure}. Imported by {@code core.process}, most
 * packages below that, and {@code core.admin}.
 */
@NullMarked
package dev.launcho.core.process.kernel;

import org.jspecify.annotations.NullMarked;
