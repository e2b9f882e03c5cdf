@NullMarked
package dev.launcho.proxy.header;

import org.jspecify.annotations.NullMarked;
