/** Tests of single classes, without sockets. */
@NullMarked
package dev.launcho.proxy.route;

import org.jspecify.annotations.NullMarked;
