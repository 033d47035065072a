/** The configuration and its page. */
package dev.tidegate.gateway.config;
