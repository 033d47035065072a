/** The binary protocol, byte by byte. */
package dev.tidegate.gateway.security;
