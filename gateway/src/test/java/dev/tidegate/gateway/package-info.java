/** The sidecar as its callers see it. */
package dev.tidegate.gateway;
