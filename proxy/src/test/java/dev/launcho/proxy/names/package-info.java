/** Tests of names, and a name server in memory. */
@NullMarked
package dev.launcho.proxy.names;

import org.jspecify.annotations.NullMarked;
