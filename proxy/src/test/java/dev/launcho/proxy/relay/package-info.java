/** What the engines' own tests share. */
@NullMarked
package dev.launcho.proxy.relay;

import org.jspecify.annotations.NullMarked;
