/** Against what the real ipvsadm was recorded to say, and a stand-in for it that says the same. */
@NullMarked
package dev.launcho.proxy.ipvs;

import org.jspecify.annotations.NullMarked;
