/** Who a caller is and what it may do. */
@NullMarked
package dev.tidegate.gateway.security;

import org.jspecify.annotations.NullMarked;
