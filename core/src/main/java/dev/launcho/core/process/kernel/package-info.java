/**
 * What the kernel shows in files: processes, sockets, mounts and the files of cgroups.
 *
 * <p>Any thread; each call reads anew. Imports {@code core.model}. Only {@code core.process} and its rooms import it.
 */
@NullMarked
package dev.launcho.core.process.kernel;

import org.jspecify.annotations.NullMarked;
