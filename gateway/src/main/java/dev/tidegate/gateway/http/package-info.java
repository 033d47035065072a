/** HTTP and JSON; the contract is openapi.yaml beside these classes' resources. */
@NullMarked
package dev.tidegate.gateway.http;

import org.jspecify.annotations.NullMarked;
