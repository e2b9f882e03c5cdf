/** Tests of single classes, without sockets. */
@NullMarked
package dev.launcho.proxy.listen;

import org.jspecify.annotations.NullMarked;
